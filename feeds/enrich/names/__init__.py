"""Names in a text: of territories, capitals, people and subjects, as each language writes and inflects them."""
