package dev.tr50.gateway.openapi;

/**
 * What can be done with the things under a path.
 *
 * @param method in capitals
 * @param path with its parameters in braces
 */
record Operation(String method, String path) implements Comparable<Operation> {

    boolean matches(String method, String rawPath) {
        return this.method.equals(method) && rawPath.matches(path.replaceAll("\\{[^}]+}", "[^/]+"));
    }

    /** How many parameters the path has: with fewer it says more. */
    int parameters() {
        return (int) path.chars().filter(c -> c == '{').count();
    }

    /** A path with something in place of each parameter. */
    static String example(String path) {
        return path.replaceAll("\\{[A-Za-z]*[iI]d}", "0123456789abcdef01234567").replaceAll("\\{[^}]+}", "example");
    }

    @Override
    public int compareTo(Operation other) {
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : method.compareTo(other.method);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
