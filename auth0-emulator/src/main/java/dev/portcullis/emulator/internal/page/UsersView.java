package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.protection.LoginGuard.Block;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Users and who is blocked. */
final class UsersView {

  private static final int MOST = 100;

  private final EmulatorControls workings;
  private final DashboardLog log;

  UsersView(EmulatorControls workings) {
    this.workings = workings;
    this.log = new DashboardLog(workings);
  }

  void addTo(PageRouter site) {
    site.view(View.USERS, this::model);
    site.action("/emulator/ui/unblock", View.USERS, this::unblock);
    site.action("/emulator/ui/release", View.USERS, this::release);
    site.action("/emulator/ui/send-reset", View.USERS, this::sendReset);
    site.action(
        "/emulator/ui/block-user", View.USERS, (request, form) -> block(request, form, true));
    site.action(
        "/emulator/ui/admit-user", View.USERS, (request, form) -> block(request, form, false));
  }

  /** How many blocks there are at the moment. */
  int blocks() {
    return workings.guard().blocks().size() + workings.guard().blockedAddresses().size();
  }

  private Object model(Parameters query) {
    String find = query.text("find").orElse("").strip();
    List<Block> blocks = workings.guard().blocks();
    List<Card> found =
        workings.users().all().stream()
            .filter(user -> contains(user.email(), find) || contains(user.userId(), find))
            .map(user -> card(user, blocks))
            .sorted(Comparator.comparing(card -> card.blocks().isEmpty()))
            .toList();
    Set<String> known =
        workings.users().all().stream()
            .map(user -> LoginGuard.canonical(user.email()))
            .collect(Collectors.toSet());
    List<OtherBlock> others =
        blocks.stream()
            .filter(block -> !known.contains(block.identifier()))
            .map(block -> new OtherBlock(block.identifier(), source(block), block.connection()))
            .toList();
    BruteForceSettings bruteForce = workings.tenant().get().bruteForce();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("find", find);
    model.put("users", found.stream().limit(MOST).toList());
    model.put("none", found.isEmpty());
    model.put("shown", Math.min(MOST, found.size()));
    model.put("found", found.size());
    model.put("others", others);
    model.put("anyOthers", !others.isEmpty());
    model.put(
        "addresses", workings.guard().blockedAddresses().stream().map(IpLiteral::text).toList());
    model.put("anyAddresses", !workings.guard().blockedAddresses().isEmpty());
    model.put("notEnforced", !bruteForce.enabled() || !bruteForce.shields().contains(Shield.BLOCK));
    return model;
  }

  private Card card(User user, List<Block> blocks) {
    return new Card(
        user.userId(),
        user.email(),
        user.connection(),
        user.emailVerified(),
        user.blocked(),
        blocks.stream()
            .filter(block -> block.identifier().equals(LoginGuard.canonical(user.email())))
            .filter(block -> block.connection().equals(user.connection()))
            .map(UsersView::source)
            .toList(),
        workings.mfa().otpCode(user.userId()).orElse(""),
        user.activity().logins(),
        user.activity().lastLogin().map(at -> DisplayText.moment(at).text()).orElse(""),
        user.activity().lastAddress().map(IpLiteral::text).orElse(""));
  }

  private FlashMessage unblock(Request request, Parameters form) {
    String identifier = form.text("identifier").orElse("");
    if (!workings.guard().unblock(identifier)) {
      return FlashMessage.problem(identifier + " is not blocked any more.");
    }
    workings
        .log()
        .write(
            LogEntry.of(
                    LogType.BLOCK_RELEASED,
                    "User login block released",
                    request.peer(),
                    request.peer())
                .by("", identifier));
    return FlashMessage.done(identifier + " is not blocked any more: the next login is looked at.");
  }

  private FlashMessage release(Request request, Parameters form) {
    String text = form.text("address").orElse("");
    IpLiteral address = IpLiteral.of(text);
    boolean released = workings.guard().unblockAddress(address);
    if (released) {
      log.write(request, "Unblock an IP");
    }
    return released
        ? FlashMessage.done(address.text() + " is released.")
        : FlashMessage.problem(address.text() + " is not blocked any more.");
  }

  private FlashMessage sendReset(Request request, Parameters form) {
    User user = user(form);
    workings.resets().request(user.connection(), user.email(), request.peer());
    return FlashMessage.done(
        "A mail with a link to set a new password went to " + user.email() + ".");
  }

  private FlashMessage block(Request request, Parameters form, boolean blocked) {
    User user = user(form);
    workings.users().change(user.userId(), before -> before.withBlocked(blocked));
    log.write(request, "Update a User");
    return FlashMessage.done(
        user.email()
            + (blocked
                ? " is blocked by the administrator, until you lift it."
                : " is no longer blocked by the administrator."));
  }

  private User user(Parameters form) {
    String id = form.text("user_id").orElse("");
    return workings
        .users()
        .byId(id)
        .orElseThrow(() -> new IllegalArgumentException("user: " + id + " (there is none)"));
  }

  private static String source(Block block) {
    return block.address().map(IpLiteral::text).orElse("every address");
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  record Card(
      String userId,
      String email,
      String connection,
      boolean verified,
      boolean blockedByAdministrator,
      List<String> blocks,
      String code,
      int logins,
      String lastLogin,
      String lastAddress) {

    boolean blocked() {
      return !blocks.isEmpty();
    }
  }

  record OtherBlock(String identifier, String source, String connection) {}
}
