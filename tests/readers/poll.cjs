// Reads the feed at an address with one of the parsers and prints its entries as JSON: node poll.cjs <parser> <address>
const SHORT = "http://purl.org/net/shortlink";
const linked = (links, rel) => (links ?? []).find((link) => link.rel === rel)?.href ?? null;
const pictured = (media) => (media?.groups?.[0]?.contents ?? media?.contents)?.[0]?.url ?? null;

const parsers = {
  async "rss-parser"(document) {
    const Parser = require("rss-parser");
    const every = (name, as) => [name, as, { keepArray: true }];
    const item = [every("dc:creator", "creators"), every("author", "authors"), every("category", "terms")];
    item.push(every("link", "atomLinks"), every("atom:link", "rssLinks"), every("media:content", "pictures"));
    item.push(["dc:language", "language"], ["atom:updated", "rssUpdated"], ["updated", "atomUpdated"]);
    const feed = await new Parser({ customFields: { item } }).parseString(document);
    return feed.items.map((item) => ({
      format: item.id ? "atom" : "rss",
      id: item.guid ?? item.id,
      title: item.title,
      link: item.link,
      published: item.pubDate,
      authors: item.creators ?? item.authors.map((author) => author.name[0]),
      categories: (item.terms ?? []).map((term) => term.$?.term ?? term),
      content: item["content:encoded"] ?? item.content,
      summary: item.summary ?? item.content,
      details: {
        ...(item.id ? {} : { language: item.language ?? feed.language }),
        updated: item.rssUpdated ?? item.atomUpdated,
        image: item.pictures?.[0].$.url ?? null,
        short: linked((item.rssLinks ?? item.atomLinks).map((link) => link.$), SHORT),
        original: linked((item.rssLinks ?? item.atomLinks).map((link) => link.$), "via"),
      },
    }));
  },

  async feedsmith(document) {
    const { format, feed } = require("feedsmith").parseFeed(document);
    const shapes = {
      rss: (item) => ({
        id: item.guid.value,
        title: item.title,
        link: item.link,
        published: item.pubDate,
        authors: item.dc.creators,
        categories: (item.categories ?? []).map((category) => category.name),
        content: item.content?.encoded,
        summary: item.description,
        details: {
          language: item.dc.languages?.[0] ?? feed.language,
          updated: item.atom.updated,
          image: pictured(item.media),
          short: linked(item.atom.links, SHORT),
          original: linked(item.atom.links, "via"),
        },
      }),
      atom: (item) => ({
        id: item.id,
        title: item.title?.value ?? item.title,
        link: item.links.find((link) => link.rel === "alternate").href,
        published: item.published,
          authors: item.authors.map((author) => author.name),
        categories: (item.categories ?? []).map((category) => category.term),
        content: item.content?.value ?? item.content,
        summary: item.summary?.value ?? item.summary,
        details: {
          language: item.xml?.lang ?? feed.xml.lang,
          updated: item.updated,
          image: pictured(item.media),
          short: linked(item.links, SHORT),
          original: linked(item.links, "via"),
        },
      }),
      json: (item) => ({
        id: item.id,
        title: item.title,
        link: item.url,
        published: item.date_published,
        authors: item.authors.map((author) => author.name),
        categories: item.tags ?? [],
        content: item.content_html,
        summary: item.summary,
        details: {
          language: item.language ?? feed.language,
          updated: item.date_modified,
          image: item.image ?? null,
          original: item.external_url ?? null,
        },
      }),
    };
    return (feed.items ?? feed.entries).map((item) => ({ format, ...shapes[format](item) }));
  },

  async "@rowanmanning/feed-parser"(document) {
    const { parseFeed } = require("@rowanmanning/feed-parser");
    return parseFeed(document).items.map((item) => ({
      format: "rss",
      id: item.id,
      title: item.title,
      link: item.url,
      published: item.published,
      authors: item.authors.map((author) => author.name),
      categories: item.categories.map((category) => category.term),
      content: item.content,
      summary: item.description,
      details: document.includes("<feed ") ? { updated: item.updated } : {},
    }));
  },
};

async function poll(parser, address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  process.stdout.write(JSON.stringify(await parsers[parser](await answer.text())));
}

poll(...process.argv.slice(2));
