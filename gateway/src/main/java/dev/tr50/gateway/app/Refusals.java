package dev.tr50.gateway.app;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.NoSuchRoleException;
import dev.tr50.storage.QuotaExceededException;
import java.util.function.Supplier;

/** What the storage does not do, in words for clients. */
final class Refusals {
    private Refusals() {}

    /** @throws CommandException when the change cannot be made */
    static <T> T told(Supplier<T> change) {
        try {
            return change.get();
        } catch (AlreadyExistsException e) {
            throw new CommandException(ErrorCode.ALREADY_EXISTS, e.getMessage());
        } catch (NoSuchDefinitionException | NoSuchRoleException e) {
            throw new CommandException(ErrorCode.NOT_FOUND, e.getMessage());
        } catch (QuotaExceededException e) {
            throw new CommandException(ErrorCode.TOO_LARGE, e.getMessage());
        }
    }
}
