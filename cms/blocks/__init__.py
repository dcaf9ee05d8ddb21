from cms.blocks.content import body_blocks
from cms.blocks.links import FooterColumnBlock, LinkBlock

__all__ = ["FooterColumnBlock", "LinkBlock", "body_blocks"]
