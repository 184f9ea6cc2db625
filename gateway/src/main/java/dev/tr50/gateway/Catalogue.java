package dev.tr50.gateway;

import dev.tr50.gateway.alarm.AlarmCurrent;
import dev.tr50.gateway.alarm.AlarmHistory;
import dev.tr50.gateway.alarm.AlarmHistoryMulti;
import dev.tr50.gateway.alarm.AlarmSummary;
import dev.tr50.gateway.alarm.Alarms;
import dev.tr50.gateway.app.AppCreate;
import dev.tr50.gateway.app.AppDelete;
import dev.tr50.gateway.app.AppFind;
import dev.tr50.gateway.app.AppList;
import dev.tr50.gateway.app.AppUpdate;
import dev.tr50.gateway.attribute.AttributeCurrent;
import dev.tr50.gateway.attribute.AttributeHistory;
import dev.tr50.gateway.attribute.Attributes;
import dev.tr50.gateway.attribute.CurrentTexts;
import dev.tr50.gateway.attribute.ThingAttrGet;
import dev.tr50.gateway.attribute.ThingAttrSet;
import dev.tr50.gateway.attribute.ThingAttrUnset;
import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.definition.ThingDefCreate;
import dev.tr50.gateway.definition.ThingDefDelete;
import dev.tr50.gateway.definition.ThingDefFind;
import dev.tr50.gateway.definition.ThingDefList;
import dev.tr50.gateway.definition.ThingDefUpdate;
import dev.tr50.gateway.diag.DiagEcho;
import dev.tr50.gateway.diag.DiagPing;
import dev.tr50.gateway.diag.DiagTime;
import dev.tr50.gateway.dispatch.CommandSet;
import dev.tr50.gateway.dispatch.CommandSet.Bound;
import dev.tr50.gateway.dispatch.Handler;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.file.FileDelete;
import dev.tr50.gateway.file.FileGet;
import dev.tr50.gateway.file.FileInfo;
import dev.tr50.gateway.file.FileList;
import dev.tr50.gateway.file.FilePut;
import dev.tr50.gateway.file.FileScope;
import dev.tr50.gateway.file.FileTagCloud;
import dev.tr50.gateway.hardware.GatewayRegister;
import dev.tr50.gateway.hardware.HardwareNotes;
import dev.tr50.gateway.hardware.ModuleRegister;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.gateway.locale.LocaleGet;
import dev.tr50.gateway.locale.LocaleList;
import dev.tr50.gateway.locale.LocaleSet;
import dev.tr50.gateway.location.LocationCurrent;
import dev.tr50.gateway.location.LocationHistory;
import dev.tr50.gateway.location.Locations;
import dev.tr50.gateway.log.LogBook;
import dev.tr50.gateway.log.LogList;
import dev.tr50.gateway.log.LogPublish;
import dev.tr50.gateway.mailbox.MailboxAck;
import dev.tr50.gateway.mailbox.MailboxCheck;
import dev.tr50.gateway.mailbox.MailboxFind;
import dev.tr50.gateway.mailbox.MailboxList;
import dev.tr50.gateway.mailbox.MailboxPurge;
import dev.tr50.gateway.mailbox.MailboxSend;
import dev.tr50.gateway.mailbox.MailboxSummary;
import dev.tr50.gateway.mailbox.MailboxUpdate;
import dev.tr50.gateway.mailbox.Mailboxes;
import dev.tr50.gateway.mailbox.MethodExec;
import dev.tr50.gateway.org.OrgCreate;
import dev.tr50.gateway.org.OrgDelete;
import dev.tr50.gateway.org.OrgFind;
import dev.tr50.gateway.org.OrgList;
import dev.tr50.gateway.property.Properties;
import dev.tr50.gateway.property.PropertyAggregate;
import dev.tr50.gateway.property.PropertyCurrent;
import dev.tr50.gateway.property.PropertyHistory;
import dev.tr50.gateway.property.PropertyStats;
import dev.tr50.gateway.property.PropertySummary;
import dev.tr50.gateway.provisioning.Accounts;
import dev.tr50.gateway.provisioning.Organisations;
import dev.tr50.gateway.provisioning.Roster;
import dev.tr50.gateway.provisioning.TurningOut;
import dev.tr50.gateway.role.RoleCreate;
import dev.tr50.gateway.role.RoleDelete;
import dev.tr50.gateway.role.RoleFind;
import dev.tr50.gateway.role.RoleList;
import dev.tr50.gateway.role.RolePerms;
import dev.tr50.gateway.role.RoleUpdate;
import dev.tr50.gateway.series.DeleteValues;
import dev.tr50.gateway.series.PublishBatch;
import dev.tr50.gateway.series.PublishValue;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.session.ApiAuthenticate;
import dev.tr50.gateway.session.HttpSessions;
import dev.tr50.gateway.session.OpenSessions;
import dev.tr50.gateway.session.SessionEnd;
import dev.tr50.gateway.session.SessionFind;
import dev.tr50.gateway.session.SessionInfo;
import dev.tr50.gateway.session.SessionList;
import dev.tr50.gateway.session.SessionOrgList;
import dev.tr50.gateway.session.SessionOrgSwitch;
import dev.tr50.gateway.thing.Bindings;
import dev.tr50.gateway.thing.ChosenThings;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingBind;
import dev.tr50.gateway.thing.ThingCreate;
import dev.tr50.gateway.thing.ThingDefChange;
import dev.tr50.gateway.thing.ThingDelete;
import dev.tr50.gateway.thing.ThingFacts;
import dev.tr50.gateway.thing.ThingFind;
import dev.tr50.gateway.thing.ThingList;
import dev.tr50.gateway.thing.ThingListing;
import dev.tr50.gateway.thing.ThingRemoval;
import dev.tr50.gateway.thing.ThingSearch;
import dev.tr50.gateway.thing.ThingTagCloud;
import dev.tr50.gateway.thing.ThingTags;
import dev.tr50.gateway.thing.ThingTags.Verb;
import dev.tr50.gateway.thing.ThingUnbind;
import dev.tr50.gateway.thing.ThingUpdate;
import dev.tr50.gateway.topic.ChangeFeed;
import dev.tr50.gateway.user.UserCreate;
import dev.tr50.gateway.user.UserDelete;
import dev.tr50.gateway.user.UserFind;
import dev.tr50.gateway.user.UserList;
import dev.tr50.gateway.user.UserOrgFind;
import dev.tr50.gateway.user.UserOrgList;
import dev.tr50.gateway.user.UserOrgRemove;
import dev.tr50.gateway.user.UserOrgUpdate;
import dev.tr50.storage.Storage;
import dev.tr50.storage.TagKind;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every command the gateway answers, in the order people read them: one line each. The dispatcher, the command reference and
 * the listing of the command line are made from this list.
 */
public final class Catalogue {

    /** What commands are built from. */
    record Parts(
            Storage storage,
            FileScope fileScope,
            Logins logins,
            HttpSessions sessions,
            Passwords passwords,
            Presence presence,
            Bindings bindings,
            ThingAccess access,
            ThingFacts facts,
            ThingListing listing,
            ChosenThings chosen,
            ThingRemoval thingRemoval,
            ChangeFeed feed,
            Values values,
            CurrentTexts texts,
            LogBook logs,
            Definitions definitions,
            OpenSessions openSessions,
            TurningOut turningOut,
            Mailboxes mailboxes,
            Clock clock) {

        Roster roster() {
            return new Roster(storage, turningOut);
        }

        Accounts accounts() {
            return new Accounts(storage, passwords, turningOut);
        }

        Organisations organisations() {
            return new Organisations(storage, roster(), turningOut);
        }
    }

    // spotless:off
    private static final List<Line<?, ?>> LINES = List.of(
            line(ApiAuthenticate.SIGNATURE, with -> new ApiAuthenticate(with.logins(), with.sessions())),
            line(SessionInfo.SIGNATURE,     with -> new SessionInfo(Catalogue::signatures, with.storage().apps(), with.storage().appRoles(), with.clock())),
            line(SessionOrgList.SIGNATURE,  with -> new SessionOrgList(with.storage().groups(), with.storage().users())),
            line(SessionOrgSwitch.SIGNATURE, with -> new SessionOrgSwitch(with.storage().groups(), with.logins(), with.sessions())),
            line(SessionList.SIGNATURE,     with -> new SessionList(with.openSessions())),
            line(SessionFind.SIGNATURE,     with -> new SessionFind(with.openSessions())),
            line(SessionEnd.SIGNATURE,      with -> new SessionEnd(with.openSessions())),

            line(UserFind.SIGNATURE,        with -> new UserFind(with.storage().users())),
            line(UserList.SIGNATURE,        with -> new UserList(with.storage().users(), with.storage().memberships())),
            line(UserCreate.SIGNATURE,      with -> new UserCreate(with.accounts())),
            line(UserDelete.SIGNATURE,      with -> new UserDelete(with.storage().users(), with.accounts())),
            line(UserOrgFind.SIGNATURE,     with -> new UserOrgFind(with.storage().groups(), with.storage().users(), with.roster())),
            line(UserOrgList.SIGNATURE,     with -> new UserOrgList(with.storage().groups(), with.storage().users())),
            line(UserOrgUpdate.ADD,         with -> new UserOrgUpdate(with.storage().groups(), with.storage().users(), with.roster())),
            line(UserOrgUpdate.UPDATE,      with -> new UserOrgUpdate(with.storage().groups(), with.storage().users(), with.roster())),
            line(UserOrgRemove.SIGNATURE,   with -> new UserOrgRemove(with.storage().groups(), with.storage().users(), with.roster())),

            line(OrgFind.SIGNATURE,         with -> new OrgFind(with.storage().groups(), with.storage().users())),
            line(OrgList.SIGNATURE,         with -> new OrgList(with.storage().groups())),
            line(OrgCreate.SIGNATURE,       with -> new OrgCreate(with.organisations())),
            line(OrgDelete.SIGNATURE,       with -> new OrgDelete(with.storage().groups(), with.storage().users(), with.organisations())),

            line(LocaleGet.SIGNATURE,       with -> new LocaleGet()),
            line(LocaleList.SIGNATURE,      with -> new LocaleList()),
            line(LocaleSet.SIGNATURE,       with -> new LocaleSet()),

            line(AppCreate.SIGNATURE,       with -> new AppCreate(with.storage().apps())),
            line(AppUpdate.SIGNATURE,       with -> new AppUpdate(with.storage().apps(), with.turningOut())),
            line(AppDelete.SIGNATURE,       with -> new AppDelete(with.storage().apps(), with.turningOut())),
            line(AppList.SIGNATURE,         with -> new AppList(with.storage().apps())),
            line(AppFind.SIGNATURE,         with -> new AppFind(with.storage().apps())),

            line(RoleCreate.SIGNATURE,      with -> new RoleCreate(with.storage().appRoles())),
            line(RoleUpdate.SIGNATURE,      with -> new RoleUpdate(with.storage().appRoles(), with.turningOut())),
            line(RoleDelete.SIGNATURE,      with -> new RoleDelete(with.storage().appRoles())),
            line(RoleFind.SIGNATURE,        with -> new RoleFind(with.storage().appRoles(), Catalogue::signatures)),
            line(RoleList.SIGNATURE,        with -> new RoleList(with.storage().appRoles(), Catalogue::signatures)),
            line(RolePerms.SIGNATURE,       with -> new RolePerms(Catalogue::signatures)),

            line(DiagPing.SIGNATURE,        with -> new DiagPing()),
            line(DiagTime.SIGNATURE,        with -> new DiagTime(with.clock())),
            line(DiagEcho.SIGNATURE,        with -> new DiagEcho()),

            line(FilePut.SIGNATURE,         with -> new FilePut(with.fileScope(), with.storage().transfers(), with.passwords(), with.clock())),
            line(FileGet.SIGNATURE,         with -> new FileGet(with.fileScope(), with.storage().transfers(), with.clock())),
            line(FileList.SIGNATURE,        with -> new FileList(with.fileScope(), with.storage().files())),
            line(FileInfo.SIGNATURE,        with -> new FileInfo(with.fileScope(), with.storage().files())),
            line(FileDelete.SIGNATURE,      with -> new FileDelete(with.fileScope(), with.storage().files())),
            line(FileTagCloud.SIGNATURE,    with -> new FileTagCloud(with.fileScope(), with.storage().files())),

            line(ThingCreate.SIGNATURE,     with -> new ThingCreate(with.storage(), with.definitions(), with.feed(), with.clock())),
            line(ThingUpdate.SIGNATURE,     with -> new ThingUpdate(with.storage().things(), with.access())),
            line(ThingFind.SIGNATURE,       with -> new ThingFind(with.storage().things(), with.access(), with.facts())),
            line(ThingList.SIGNATURE,       with -> new ThingList(with.listing())),
            line(ThingSearch.SIGNATURE,     with -> new ThingSearch(with.listing())),
            line(ThingDelete.SIGNATURE,     with -> new ThingDelete(with.chosen(), with.thingRemoval())),
            line(ThingDefChange.SIGNATURE,  with -> new ThingDefChange(with.storage(), with.access())),
            line(Verb.ADD_TAGS.signature(), with -> new ThingTags(Verb.ADD_TAGS, with.chosen(), with.storage().things())),
            line(Verb.DELETE_TAGS.signature(), with -> new ThingTags(Verb.DELETE_TAGS, with.chosen(), with.storage().things())),
            line(ThingTagCloud.OF_TAGS,     with -> new ThingTagCloud(TagKind.TAG, with.storage().things())),
            line(Verb.ADD_SEC_TAGS.signature(), with -> new ThingTags(Verb.ADD_SEC_TAGS, with.chosen(), with.storage().things())),
            line(Verb.DELETE_SEC_TAGS.signature(), with -> new ThingTags(Verb.DELETE_SEC_TAGS, with.chosen(), with.storage().things())),
            line(ThingTagCloud.OF_SEC_TAGS, with -> new ThingTagCloud(TagKind.SEC_TAG, with.storage().things())),

            line(ThingDefCreate.SIGNATURE,  with -> new ThingDefCreate(with.storage().thingDefinitions())),
            line(ThingDefUpdate.SIGNATURE,  with -> new ThingDefUpdate(with.storage().thingDefinitions())),
            line(ThingDefFind.SIGNATURE,    with -> new ThingDefFind(with.storage().thingDefinitions())),
            line(ThingDefList.SIGNATURE,    with -> new ThingDefList(with.storage().thingDefinitions())),
            line(ThingDefDelete.SIGNATURE,  with -> new ThingDefDelete(with.storage().thingDefinitions())),
            line(ThingBind.SIGNATURE,       with -> new ThingBind(with.storage().things(), with.access(), with.bindings(), with.logins()::share)),
            line(ThingUnbind.SIGNATURE,     with -> new ThingUnbind(with.storage().things(), with.bindings())),

            line(ModuleRegister.SIGNATURE,  with -> new ModuleRegister(new HardwareNotes(with.access(), with.storage().hardware(), with.clock()))),
            line(GatewayRegister.SIGNATURE, with -> new GatewayRegister(new HardwareNotes(with.access(), with.storage().hardware(), with.clock()))),

            line(PublishValue.of(Properties.KIND),  with -> new PublishValue<>(Properties.KIND, with.values())),
            line(PublishBatch.of(Properties.KIND),  with -> new PublishBatch<>(Properties.KIND, with.values())),
            line(PropertyCurrent.SIGNATURE,         with -> new PropertyCurrent(with.values())),
            line(PropertyHistory.SIGNATURE,         with -> new PropertyHistory(with.values())),
            line(PropertyAggregate.SIGNATURE,       with -> new PropertyAggregate(with.values())),
            line(PropertySummary.SIGNATURE,         with -> new PropertySummary(with.values())),
            line(PropertyStats.SIGNATURE,           with -> new PropertyStats(with.values())),
            line(DeleteValues.of(Properties.KIND),  with -> new DeleteValues<>(Properties.KIND, with.values())),

            line(PublishValue.of(Attributes.KIND),  with -> new PublishValue<>(Attributes.KIND, with.values())),
            line(PublishBatch.of(Attributes.KIND),  with -> new PublishBatch<>(Attributes.KIND, with.values())),
            line(AttributeCurrent.SIGNATURE,        with -> new AttributeCurrent(with.texts())),
            line(AttributeHistory.SIGNATURE,        with -> new AttributeHistory(with.values())),
            line(DeleteValues.of(Attributes.KIND),  with -> new DeleteValues<>(Attributes.KIND, with.values())),
            line(ThingAttrSet.SIGNATURE,            with -> new ThingAttrSet(with.values())),
            line(ThingAttrGet.SIGNATURE,            with -> new ThingAttrGet(with.texts())),
            line(ThingAttrUnset.SIGNATURE,          with -> new ThingAttrUnset(with.values())),

            line(PublishValue.of(Alarms.KIND),      with -> new PublishValue<>(Alarms.KIND, with.values())),
            line(PublishBatch.of(Alarms.KIND),      with -> new PublishBatch<>(Alarms.KIND, with.values())),
            line(AlarmCurrent.SIGNATURE,            with -> new AlarmCurrent(with.values())),
            line(AlarmHistory.SIGNATURE,            with -> new AlarmHistory(with.values())),
            line(AlarmHistoryMulti.SIGNATURE,       with -> new AlarmHistoryMulti(with.values())),
            line(AlarmSummary.SIGNATURE,            with -> new AlarmSummary(with.values())),
            line(DeleteValues.of(Alarms.KIND),      with -> new DeleteValues<>(Alarms.KIND, with.values())),

            line(PublishValue.of(Locations.KIND),   with -> new PublishValue<>(Locations.KIND, with.values())),
            line(PublishBatch.of(Locations.KIND),   with -> new PublishBatch<>(Locations.KIND, with.values())),
            line(LocationCurrent.SIGNATURE,         with -> new LocationCurrent(with.values())),
            line(LocationHistory.SIGNATURE,         with -> new LocationHistory(with.values())),
            line(DeleteValues.of(Locations.KIND),   with -> new DeleteValues<>(Locations.KIND, with.values())),

            line(LogPublish.SIGNATURE,              with -> new LogPublish(with.logs())),
            line(LogList.SIGNATURE,                 with -> new LogList(with.logs(), with.storage().things())),

            line(MethodExec.SIGNATURE,      with -> new MethodExec(with.access(), with.mailboxes().outbox())),

            line(MailboxCheck.SIGNATURE,    with -> new MailboxCheck(with.mailboxes().inboxes())),
            line(MailboxUpdate.SIGNATURE,   with -> new MailboxUpdate(with.mailboxes().inboxes())),
            line(MailboxAck.SIGNATURE,      with -> new MailboxAck(with.mailboxes().inboxes())),
            line(MailboxSend.SIGNATURE,     with -> new MailboxSend(with.access(), with.mailboxes().outbox())),
            line(MailboxFind.SIGNATURE,     with -> new MailboxFind(with.storage().mailbox(), with.access())),
            line(MailboxList.SIGNATURE,     with -> new MailboxList(with.storage().mailbox(), with.access())),
            line(MailboxSummary.SIGNATURE,  with -> new MailboxSummary(with.storage().mailbox(), with.access())),
            line(MailboxPurge.SIGNATURE,    with -> new MailboxPurge(with.access(), with.mailboxes().inboxes())));
    // spotless:on

    private Catalogue() {}

    /** The outside of every command, in order. */
    public static List<? extends Signature<?, ?>> signatures() {
        return LINES.stream().map(Line::signature).toList();
    }

    static CommandSet commands(Parts with) {
        return new CommandSet(LINES.stream().map(line -> line.bind(with)).collect(Collectors.toList()));
    }

    private record Line<P, R>(Signature<P, R> signature, Function<Parts, ? extends Handler<P, R>> maker) {
        Bound<?, ?> bind(Parts with) {
            return new Bound<>(signature, maker.apply(with));
        }
    }

    private static <P, R> Line<P, R> line(Signature<P, R> signature, Function<Parts, ? extends Handler<P, R>> maker) {
        return new Line<>(signature, maker);
    }
}
