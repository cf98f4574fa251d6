"""Pictures of sheets: WebP, at a size that a page needs."""

from essaim.web.design.pictures import Rendering

PICTURE = Rendering(format="WEBP", mode="RGB", kept=(1600, 1200), largest_file=8 * 2**20)
MOST = 6
