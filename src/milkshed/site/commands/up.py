"""``milkshed up``: everything a newcomer needs, in one go."""

import argparse
import os

from milkshed.site.commands import demo, serve
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    demo.declare_scale(parser)
    serve.declare_address(parser)


def _run(options: argparse.Namespace) -> int:
    # whoever tries it out has his subscriber on the same machine
    os.environ.setdefault("MILKSHED_SUBSCRIBER_NETWORKS", "127.0.0.0/8,::1/128")
    summary = demo.ensure_demo(options)
    demo.print_welcome(summary, f"http://{options.host}:{options.port}")
    return serve.serve(options)


VERB = Verb("准备演示区域并启动服务 · make the demonstration region and serve it", _declare, _run)
