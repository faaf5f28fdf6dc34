"""Articles and their tags, with an index by date."""

from __future__ import annotations

from django.db import models


class Tag(models.Model):
    """A subject."""

    slug = models.SlugField(unique=True)
    label = models.CharField(max_length=100)

    def __str__(self) -> str:
        return str(self.label)


class Article(models.Model):
    """An article, its text already in HTML."""

    handle = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=300)
    summary = models.TextField()
    html = models.TextField()
    author = models.CharField(max_length=200)
    published = models.DateTimeField(db_index=True)
    updated = models.DateTimeField()
    tags = models.ManyToManyField(Tag)

    def __str__(self) -> str:
        return str(self.title)
