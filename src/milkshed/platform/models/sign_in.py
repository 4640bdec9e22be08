"""Failed attempts to sign in, kept for as long as they count."""

from typing import ClassVar

from django.db import models


class SignInFailure(models.Model):
    """Somebody gave a wrong password; the account need not exist."""

    account = models.CharField("账号", max_length=60)
    address = models.CharField("网络地址", max_length=45)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        indexes: ClassVar = [
            models.Index(fields=["account", "at"]),
            models.Index(fields=["address", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.address} {self.at:%Y-%m-%d %H:%M:%S}"
