"""The problem types of EPCIS 2.0 (REST bindings, section 12.6), told as RFC 9457 documents."""

from milkshed.kernel.problems import ProblemType
from milkshed.kernel.text import Text

PREFIX = "epcisException:"


def _exception(name: str, status: int, zh: str, en: str) -> ProblemType:
    return ProblemType(f"{PREFIX}{name}Exception", status, Text(zh, en))


VALIDATION = _exception(
    "Validation", 400, "事件数据不符合EPCIS 2.0", "The event data breaks EPCIS 2.0"
)
CAPTURE_LIMIT_EXCEEDED = _exception(
    "CaptureLimitExceeded", 413, "文档超过采集上限", "The document is larger than the capture limit"
)
UNSUPPORTED_MEDIA = _exception(
    "UnsupportedMediaType", 415, "不支持的内容类型", "Unsupported media type"
)
NOT_ACCEPTABLE = _exception(
    "NotAcceptable", 406, "无法提供所要求的格式", "No representation the client accepts"
)
NO_SUCH_RESOURCE = _exception("NoSuchResource", 404, "未找到", "There is no such resource")
NO_SUCH_NAME = _exception("NoSuchName", 404, "没有这个名称的查询", "There is no query of that name")
RESOURCE_EXISTS = _exception(
    "ResourceAlreadyExists", 409, "资源已存在", "The resource exists already"
)
QUERY_PARAMETER = _exception("QueryParameter", 400, "查询参数有误", "A query parameter is wrong")
QUERY_VALIDATION = _exception(
    "QueryValidation", 400, "查询格式有误", "The query is not well formed"
)
QUERY_TOO_LARGE = _exception(
    "QueryTooLarge", 413, "查询结果超过上限", "The query's result is larger than allowed"
)
QUERY_TOO_COMPLEX = _exception("QueryTooComplex", 413, "查询过于复杂", "The query is too complex")
SUBSCRIPTION_CONTROLS = _exception(
    "SubscriptionControls", 400, "订阅设置有误", "The controls of the subscription are wrong"
)
URI_TOO_LONG = _exception("URITooLong", 414, "地址过长", "The address is too long")
UNAUTHORISED = _exception("Security", 401, "请先登录", "Please sign in")
SECURITY = _exception("Security", 403, "没有权限", "Not allowed")
IMPLEMENTATION = _exception("Implementation", 500, "系统出错", "Something broke on our side")
NOT_IMPLEMENTED = _exception("Implementation", 501, "未提供此功能", "This is not provided here")
