package dev.tr50.storage;

import java.util.List;

/**
 * How locations of all things with one definition are treated.
 *
 * @param ignoreFixTypes fix types that are not recorded
 * @param noDecode whether places are not to be named; without effect, since the gateway names none
 */
public record LocationDefinition(List<String> ignoreFixTypes, boolean noDecode) {

    public LocationDefinition {
        ignoreFixTypes = List.copyOf(ignoreFixTypes);
    }
}
