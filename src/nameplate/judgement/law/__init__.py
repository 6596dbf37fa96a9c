"""What the instruments of law say to one question: pure, from records compiled once."""

from nameplate.judgement.law.answering import answer
from nameplate.judgement.law.asking import checked
from nameplate.judgement.law.code import Code, compiled
from nameplate.judgement.law.timeline import timeline

__all__ = ["Code", "answer", "checked", "compiled", "timeline"]
