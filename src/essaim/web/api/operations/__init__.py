"""The operations, by subject. They share one router: two of one path, read and written, must be known together."""

from ninja import Router

router = Router()
