// Reads the feed at an address with one of the parsers and prints its entries as JSON: node poll.cjs <parser> <address>
const parsers = {
  async "rss-parser"(document) {
    const Parser = require("rss-parser");
    const every = (name, as) => [name, as, { keepArray: true }];
    const item = [every("dc:creator", "creators"), every("author", "authors"), every("category", "terms")];
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
    }));
  },
};

async function poll(parser, address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  process.stdout.write(JSON.stringify(await parsers[parser](await answer.text())));
}

poll(...process.argv.slice(2));
