package dev.tr50.gateway.thing;

/**
 * Reads the {@code query} of searches: terms, side by side or with {@code AND}, {@code OR}, {@code NOT} and parentheses between
 * them. A term is a word or a text in quotes, with a field and a colon before it or not; {@code *} in a word stands for any
 * characters. A subset of what the platform's search understands; all else is refused.
 */
final class ThingQueryParser {
    private static final int LONGEST = 1024;
    private static final int MOST_TERMS = 50;
    private static final int DEEPEST = 20;
    private static final String SYNTAX = "()\":[]{}^~";

    private final String query;
    private int at;
    private int terms;
    private int depth;

    private ThingQueryParser(String query) {
        this.query = query;
    }

    /** @throws IllegalArgumentException with what is wrong with the query, to be read after its name */
    static ThingCondition parse(String query) {
        if (query.length() > LONGEST) {
            throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
        }
        ThingQueryParser parser = new ThingQueryParser(query);
        ThingCondition condition = parser.alternatives();
        if (!parser.isAtEnd()) {
            throw parser.unexpected();
        }
        return condition;
    }

    private ThingCondition alternatives() {
        ThingCondition condition = conjunction();
        while (word("OR")) {
            condition = condition.or(conjunction());
        }
        return condition;
    }

    private ThingCondition conjunction() {
        ThingCondition condition = term();
        while (!isAtEnd() && query.charAt(at) != ')' && !isNext("OR")) {
            word("AND");
            condition = condition.and(term());
        }
        return condition;
    }

    private ThingCondition term() {
        if (++terms > MOST_TERMS || depth > DEEPEST) {
            throw new IllegalArgumentException("must have at most " + MOST_TERMS + " terms, " + DEEPEST + " deep");
        }
        depth++;
        try {
            if (word("NOT")) {
                return term().negated();
            }
            if (isAtEnd()) {
                throw new IllegalArgumentException("ends where a term is expected");
            }
            return query.charAt(at) == '(' ? inParentheses() : fieldOrName();
        } finally {
            depth--;
        }
    }

    private ThingCondition inParentheses() {
        at++;
        ThingCondition condition = alternatives();
        if (isAtEnd() || query.charAt(at) != ')') {
            throw new IllegalArgumentException("lacks a closing parenthesis");
        }
        at++;
        return condition;
    }

    private ThingCondition fieldOrName() {
        if (query.charAt(at) == '"') {
            return ThingCondition.named(quoted());
        }
        int start = at;
        String word = plain();
        if (at < query.length() && query.charAt(at) == ':') {
            at++;
            if (isAtEnd()) {
                throw new IllegalArgumentException("ends where a value is expected");
            }
            return ThingCondition.field(word, query.charAt(at) == '"' ? quoted() : new Glob(plain()));
        }
        if (word.equals("AND") || word.equals("OR")) {
            at = start;
            throw unexpected();
        }
        return ThingCondition.named(new Glob(word));
    }

    /** A star stands for any characters here too. */
    private Glob quoted() {
        StringBuilder text = new StringBuilder();
        for (at++; at < query.length(); at++) {
            char c = query.charAt(at);
            if (c == '"') {
                at++;
                return new Glob(text.toString());
            }
            if (c == '\\' && at + 1 < query.length()) {
                c = query.charAt(++at);
            }
            text.append(c);
        }
        throw new IllegalArgumentException("lacks a closing quote");
    }

    private String plain() {
        StringBuilder word = new StringBuilder();
        while (at < query.length()
                && !Character.isWhitespace(query.charAt(at))
                && SYNTAX.indexOf(query.charAt(at)) < 0) {
            if (query.charAt(at) == '\\' && at + 1 < query.length()) {
                at++;
            }
            word.append(query.charAt(at++));
        }
        if (word.length() == 0) {
            throw unexpected();
        }
        return word.toString();
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("cannot be understood from character " + (at + 1) + " on");
    }

    private boolean word(String word) {
        boolean next = isNext(word);
        if (next) {
            at += word.length();
        }
        return next;
    }

    /** Whether a word comes next that is not the beginning of a longer one. */
    private boolean isNext(String word) {
        if (isAtEnd() || !query.startsWith(word, at)) {
            return false;
        }
        int end = at + word.length();
        return end == query.length() || Character.isWhitespace(query.charAt(end)) || query.charAt(end) == '(';
    }

    private boolean isAtEnd() {
        while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
            at++;
        }
        return at == query.length();
    }
}
