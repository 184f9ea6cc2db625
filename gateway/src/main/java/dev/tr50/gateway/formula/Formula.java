package dev.tr50.gateway.formula;

import java.util.function.DoubleUnaryOperator;

/**
 * A calculation with one number, such as {@code (x - 32) / 1.8}: what the definition of a property may do to its values before
 * they are stored. It knows {@code + - * /}, signs, parentheses, decimal numbers and {@code x}, which may also be written
 * {@code value}; without it the formula is a factor. The platform documents that there is a formula but not how it is written,
 * so this language is the gateway's own.
 */
public final class Formula {
    private static final int LONGEST = 200;

    private final DoubleUnaryOperator calculation;

    private Formula(DoubleUnaryOperator calculation) {
        this.calculation = calculation;
    }

    /**
     * Reads a formula of at most 200 characters.
     *
     * @throws IllegalArgumentException for any other text, with a message that reads well after its name
     */
    public static Formula parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
        }
        return new Formula(new Reading(text).whole());
    }

    /** The result, which is no finite number when it is too large or a division by 0. */
    public double of(double x) {
        return calculation.applyAsDouble(x);
    }

    /** One reading of a text, from left to right. As deep as the parentheses, which the length bounds. */
    private static final class Reading {
        private final String text;
        private int at;
        private boolean usesX;

        Reading(String text) {
            this.text = text;
        }

        DoubleUnaryOperator whole() {
            DoubleUnaryOperator all = sum();
            if (at < text.length()) {
                throw refusal();
            }
            double factor = all.applyAsDouble(1);
            return usesX ? all : x -> x * factor;
        }

        private DoubleUnaryOperator sum() {
            DoubleUnaryOperator left = product();
            while (true) {
                DoubleUnaryOperator before = left;
                if (skip('+')) {
                    DoubleUnaryOperator right = product();
                    left = x -> before.applyAsDouble(x) + right.applyAsDouble(x);
                } else if (skip('-')) {
                    DoubleUnaryOperator right = product();
                    left = x -> before.applyAsDouble(x) - right.applyAsDouble(x);
                } else {
                    return left;
                }
            }
        }

        private DoubleUnaryOperator product() {
            DoubleUnaryOperator left = operand();
            while (true) {
                DoubleUnaryOperator before = left;
                if (skip('*')) {
                    DoubleUnaryOperator right = operand();
                    left = x -> before.applyAsDouble(x) * right.applyAsDouble(x);
                } else if (skip('/')) {
                    DoubleUnaryOperator right = operand();
                    left = x -> before.applyAsDouble(x) / right.applyAsDouble(x);
                } else {
                    return left;
                }
            }
        }

        private DoubleUnaryOperator operand() {
            if (skip('-')) {
                DoubleUnaryOperator positive = operand();
                return x -> -positive.applyAsDouble(x);
            }
            if (skip('+')) {
                return operand();
            }
            if (skip('(')) {
                DoubleUnaryOperator inner = sum();
                if (!skip(')')) {
                    throw refusal();
                }
                return inner;
            }
            return number();
        }

        private DoubleUnaryOperator number() {
            int from = at;
            while (at < text.length() && isOfWord(text.charAt(at))) {
                at++;
            }
            String word = text.substring(from, at);
            skipSpaces();
            if (word.equals("x") || word.equals("value")) {
                usesX = true;
                return x -> x;
            }
            if (!word.matches("(\\d+\\.?\\d*|\\.\\d+)(e\\d+)?")) {
                throw refusal();
            }
            double constant = Double.parseDouble(word);
            return x -> constant;
        }

        private static boolean isOfWord(char c) {
            return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.';
        }

        private boolean skip(char wanted) {
            skipSpaces();
            if (at == text.length() || text.charAt(at) != wanted) {
                return false;
            }
            at++;
            skipSpaces();
            return true;
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private IllegalArgumentException refusal() {
            return new IllegalArgumentException(
                    "must be a formula of x, numbers, + - * / and parentheses, such as (x - 32) / 1.8; it is none at character "
                            + (at + 1));
        }
    }
}
