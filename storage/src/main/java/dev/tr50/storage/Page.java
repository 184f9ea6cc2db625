package dev.tr50.storage;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total how many there are in the whole list
 * @param items those asked for, in the list's order
 */
public record Page<T>(long total, List<T> items) {

    public Page {
        items = List.copyOf(items);
    }
}
