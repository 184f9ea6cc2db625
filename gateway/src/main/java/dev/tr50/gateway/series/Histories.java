package dev.tr50.gateway.series;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.HistoryQuery;
import dev.tr50.storage.HistoryTooLongException;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Slice;
import dev.tr50.storage.TimeSeries;

/** Parts of histories, for replies. */
public final class Histories {
    private Histories() {}

    /** @throws CommandException when it is more than should be in memory at a time, as thousands of long texts are */
    public static <S> Slice<S> read(
            TimeSeries series, String ownerId, SampleKind<S> kind, String key, HistoryQuery query) {
        try {
            return series.history(ownerId, kind, key, query);
        } catch (HistoryTooLongException e) {
            throw new CommandException(ErrorCode.TOO_LARGE, e.getMessage() + "; ask for fewer, with limit");
        }
    }
}
