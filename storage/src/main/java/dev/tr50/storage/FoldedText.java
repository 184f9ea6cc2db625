package dev.tr50.storage;

/**
 * Text without the difference between capital and small letters. Each code point is folded by itself, so that a part of
 * a text folds to a part of the folded text.
 */
final class FoldedText {

    private FoldedText() {}

    static String of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    static byte[] bytes(String text) {
        return Utf8.bytes(of(text));
    }
}
