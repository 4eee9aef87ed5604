package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.LoginBlock;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The users, the blocked identifiers and the blocked addresses. */
final class UsersView {

  private static final int MOST = 100;

  private final EmulatorControls controls;
  private final DashboardLog log;

  UsersView(EmulatorControls controls) {
    this.controls = controls;
    this.log = new DashboardLog(controls);
  }

  void addTo(PageRouter router) {
    router.view(View.USERS, this::model);
    router.action("/emulator/ui/unblock", View.USERS, this::unblock);
    router.action("/emulator/ui/release", View.USERS, this::release);
    router.action("/emulator/ui/send-reset", View.USERS, this::sendReset);
    router.action(
        "/emulator/ui/block-user", View.USERS, (request, form) -> block(request, form, true));
    router.action(
        "/emulator/ui/admit-user", View.USERS, (request, form) -> block(request, form, false));
  }

  /** The number of current blocks. */
  int blocks() {
    return controls.guard().blocks().size() + controls.guard().blockedAddresses().size();
  }

  private Object model(Parameters query) {
    String find = query.text("find").orElse("").strip();
    List<LoginBlock> blocks = controls.guard().blocks();
    List<Card> found =
        controls.users().all().stream()
            .filter(user -> contains(user.email(), find) || contains(user.userId(), find))
            .map(user -> card(user, blocks))
            .sorted(Comparator.comparing(card -> card.blocks().isEmpty()))
            .toList();
    Set<String> known =
        controls.users().all().stream()
            .map(user -> LoginGuard.canonical(user.email()))
            .collect(Collectors.toSet());
    List<OtherBlock> others =
        blocks.stream()
            .filter(block -> !known.contains(block.identifier()))
            .map(block -> new OtherBlock(block.identifier(), source(block), block.connection()))
            .toList();
    BruteForceSettings bruteForce = controls.tenant().get().bruteForce();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("find", find);
    model.put("users", found.stream().limit(MOST).toList());
    model.put("none", found.isEmpty());
    model.put("shown", Math.min(MOST, found.size()));
    model.put("found", found.size());
    List<Attempt> attempts =
        controls.guard().failed().stream()
            .map(
                failed ->
                    new Attempt(
                        failed.identifier(),
                        failed.address().map(IpLiteral::text).orElse("every address"),
                        failed.count(),
                        failed.most()))
            .toList();
    model.put("attempts", attempts);
    model.put("anyAttempts", !attempts.isEmpty());
    model.put("others", others);
    model.put("anyOthers", !others.isEmpty());
    model.put(
        "addresses", controls.guard().blockedAddresses().stream().map(IpLiteral::text).toList());
    model.put("anyAddresses", !controls.guard().blockedAddresses().isEmpty());
    model.put("notEnforced", !bruteForce.enabled() || !bruteForce.shields().contains(Shield.BLOCK));
    return model;
  }

  private Card card(User user, List<LoginBlock> blocks) {
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
        controls.mfa().checks().otpCode(user.userId()).orElse(""),
        user.activity().logins(),
        user.activity().lastLogin().map(at -> DisplayText.moment(at).text()).orElse(""),
        user.activity().lastAddress().map(IpLiteral::text).orElse(""));
  }

  private FlashMessage unblock(Request request, Form form) {
    String identifier = form.text("identifier").orElse("");
    if (!controls.guard().unblock(identifier)) {
      return FlashMessage.problem(identifier + " is no longer blocked.");
    }
    controls
        .log()
        .write(
            LogEntry.of(
                    LogType.BLOCK_RELEASED,
                    "User login block released",
                    request.peer(),
                    request.peer())
                .by("", identifier));
    return FlashMessage.done(
        identifier + " is no longer blocked: the next login is checked again.");
  }

  private FlashMessage release(Request request, Form form) {
    String text = form.text("address").orElse("");
    IpLiteral address = IpLiteral.of(text);
    boolean released = controls.guard().unblockAddress(address);
    if (released) {
      log.write(request, "Unblock an IP");
    }
    return released
        ? FlashMessage.done(address.text() + " is released.")
        : FlashMessage.problem(address.text() + " is no longer blocked.");
  }

  private FlashMessage sendReset(Request request, Form form) {
    User user = user(form);
    controls.resets().request(user.connection(), user.email(), request.peer());
    return FlashMessage.done(
        "A mail with a link to set a new password was sent to " + user.email() + ".");
  }

  private FlashMessage block(Request request, Form form, boolean blocked) {
    User user = user(form);
    controls.users().change(user.userId(), before -> before.withBlocked(blocked));
    log.write(request, "Update a User");
    return FlashMessage.done(
        user.email()
            + (blocked
                ? " is blocked by the administrator until the block is lifted."
                : " is no longer blocked by the administrator."));
  }

  private User user(Form form) {
    String id = form.text("user_id").orElse("");
    return controls
        .users()
        .byId(id)
        .orElseThrow(() -> new IllegalArgumentException("user: " + id + " (not found)"));
  }

  private static String source(LoginBlock block) {
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

    String linkId() {
      return URLEncoder.encode(userId, StandardCharsets.UTF_8);
    }

    boolean oneLogin() {
      return logins == 1;
    }
  }

  record Attempt(String identifier, String source, int count, int most) {

    String id() {
      return identifier + "-" + source;
    }
  }

  record OtherBlock(String identifier, String source, String connection) {}
}
