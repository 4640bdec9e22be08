"""``milkshed check``: is this installation sound?"""

import argparse

from milkshed.site.commands.verb import Verb


def _run(_: argparse.Namespace) -> int:
    from milkshed.site.soundness import examine

    findings = examine()
    for finding in findings:
        mark = "√" if finding.sound else "×"
        print(f"{mark} {finding.title.zh} · {finding.title.en}：{finding.detail}")
    return 0 if all(finding.sound for finding in findings) else 1


VERB = Verb("检查安装是否完好 · check the installation", lambda _: None, _run)
