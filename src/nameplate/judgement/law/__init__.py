"""What the instruments of law say to one question: pure, from records compiled once."""

from nameplate.judgement.law.answering import answer
from nameplate.judgement.law.code import Code, compiled

__all__ = ["Code", "answer", "compiled"]
