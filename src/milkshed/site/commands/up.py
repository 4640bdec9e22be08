"""``milkshed up``: everything a newcomer needs, in one go."""

import argparse

from milkshed.site.commands import demo, serve
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    demo.declare_scale(parser)
    serve.declare_address(parser)


def _run(options: argparse.Namespace) -> int:
    summary = demo.ensure_demo(options)
    demo.print_welcome(summary, f"http://{options.host}:{options.port}")
    return serve.serve(options)


VERB = Verb("准备演示区域并启动服务 · make the demonstration region and serve it", _declare, _run)
