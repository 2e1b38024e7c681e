from . import expectations
