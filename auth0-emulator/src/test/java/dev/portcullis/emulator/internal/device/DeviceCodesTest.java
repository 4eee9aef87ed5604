package dev.portcullis.emulator.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.device.DeviceCodes.Allowed;
import dev.portcullis.emulator.internal.device.DeviceCodes.Approval;
import dev.portcullis.emulator.internal.device.DeviceCodes.Denied;
import dev.portcullis.emulator.internal.device.DeviceCodes.DeviceRequest;
import dev.portcullis.emulator.internal.device.DeviceCodes.Expired;
import dev.portcullis.emulator.internal.device.DeviceCodes.Issued;
import dev.portcullis.emulator.internal.device.DeviceCodes.Pending;
import dev.portcullis.emulator.internal.device.DeviceCodes.Poll;
import dev.portcullis.emulator.internal.device.DeviceCodes.TooEarly;
import dev.portcullis.emulator.internal.device.DeviceCodes.Unknown;
import dev.portcullis.emulator.internal.device.DeviceCodes.Waiting;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.tenant.UserCodeFormat;
import dev.portcullis.emulator.tenant.UserCodeFormat.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DeviceCodesTest {

  private static final DeviceRequest REQUEST =
      new DeviceRequest("client", List.of("openid"), "https://api.example.com");
  private static final Approval APPROVAL = new Approval("auth0|1", "db", true);
  private static final UserCodeFormat ONE_DIGIT = new UserCodeFormat(Charset.DIGITS, "*");

  private final TestClock clock = new TestClock();
  private final DeviceCodes codes = of(Store.inMemory());

  private DeviceCodes of(Store store) {
    return new DeviceCodes(clock, new SecureRandom(), store);
  }

  @Test
  void until_just_before_fifteen_minutes_a_device_can_be_allowed_and_gets_its_tokens() {
    Issued device = issue();
    clock.advance(DeviceCodes.LIFETIME.minusNanos(1));

    boolean allowed = codes.allow(key(device), APPROVAL);

    assertThat(allowed).isTrue();
    assertThat(poll(device)).isEqualTo(new Allowed(REQUEST, APPROVAL));
    assertThat(poll(device)).isInstanceOf(Unknown.class);
  }

  @Test
  void an_approval_expires_with_its_code() {
    Issued device = issue();
    codes.allow(key(device), APPROVAL);
    clock.advance(DeviceCodes.LIFETIME);

    Poll late = poll(device);

    assertThat(late).isInstanceOf(Expired.class);
  }

  @Test
  void an_answer_is_final() {
    Issued allowed = issue();
    Issued denied = issue();
    String allowedKey = key(allowed);
    String deniedKey = key(denied);
    codes.allow(allowedKey, APPROVAL);
    codes.deny(deniedKey);

    List<Boolean> later =
        List.of(
            codes.deny(allowedKey),
            codes.allow(allowedKey, APPROVAL),
            codes.allow(deniedKey, APPROVAL),
            codes.deny(deniedKey));

    assertThat(later).containsOnly(false);
    assertThat(codes.byKey(allowedKey)).isEmpty();
    assertThat(codes.byUserCode(denied.userCode())).isEmpty();
    assertThat(poll(allowed)).isInstanceOf(Allowed.class);
    assertThat(poll(denied)).isInstanceOf(Denied.class);
  }

  @Test
  void every_poll_of_a_device_that_waits_starts_the_interval_again() {
    Issued device = issue();

    Poll first = poll(device);
    clock.advance(DeviceCodes.INTERVAL.minusNanos(1));
    Poll second = poll(device);
    clock.advance(DeviceCodes.INTERVAL.minusNanos(1));
    Poll third = poll(device);
    clock.advance(DeviceCodes.INTERVAL);
    Poll fourth = poll(device);

    assertThat(List.of(first, fourth)).hasOnlyElementsOfType(Pending.class);
    assertThat(List.of(second, third)).hasOnlyElementsOfType(TooEarly.class);
  }

  @Test
  void a_poll_of_another_application_changes_nothing() {
    Issued device = issue();
    codes.allow(key(device), APPROVAL);

    Poll foreign = codes.poll(device.deviceCode(), "other");

    assertThat(foreign).isInstanceOf(Unknown.class);
    assertThat(poll(device)).isInstanceOf(Allowed.class);
  }

  @Test
  void no_two_devices_have_the_same_code_and_that_of_an_expired_one_is_used_again() {
    Set<String> first = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      first.add(codes.issue(REQUEST, ONE_DIGIT).userCode());
    }
    clock.advance(DeviceCodes.LIFETIME);

    Set<String> second = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      second.add(codes.issue(REQUEST, ONE_DIGIT).userCode());
    }

    assertThat(first).hasSize(10).isEqualTo(second);
  }

  @Test
  void where_every_code_is_in_use_a_new_device_takes_one_over() {
    for (int i = 0; i < 10; i++) {
      codes.issue(REQUEST, ONE_DIGIT);
    }

    Issued eleventh = codes.issue(REQUEST, ONE_DIGIT);

    codes.allow(key(eleventh), APPROVAL);
    assertThat(poll(eleventh)).isInstanceOf(Allowed.class);
  }

  @Test
  void a_user_code_is_found_however_it_is_typed() {
    Issued device = codes.issue(REQUEST, new UserCodeFormat(Charset.BASE20, "*** ***-***"));
    String code = device.userCode();

    assertThat(List.of(code, code.toLowerCase(Locale.ROOT), code.replaceAll("[ -]", "")))
        .allSatisfy(
            typed ->
                assertThat(codes.byUserCode(typed))
                    .map(Waiting::userCode)
                    .isEqualTo(Optional.of(code)));
    assertThat(codes.byUserCode("")).isEmpty();
  }

  @Test
  void devices_wait_also_after_a_restart(@TempDir Path folder) {
    Issued device;
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      device = of(store).issue(REQUEST, UserCodeFormat.DEFAULT);
    }

    try (DataDirectory data = DataDirectory.open(folder)) {
      DeviceCodes after = of(data.present().orElseThrow());
      Waiting waiting = after.byUserCode(device.userCode()).orElseThrow();

      assertThat(waiting.request()).isEqualTo(REQUEST);
      assertThat(after.allow(waiting.key(), APPROVAL)).isTrue();
      assertThat(after.poll(device.deviceCode(), "client"))
          .isEqualTo(new Allowed(REQUEST, APPROVAL));
    }
  }

  @Test
  void the_device_code_is_in_no_text() {
    Issued device = issue();

    assertThat(device.toString()).doesNotContain(device.deviceCode());
    assertThat(codes.byUserCode(device.userCode()).orElseThrow().toString())
        .doesNotContain(device.deviceCode());
  }

  private Issued issue() {
    return codes.issue(REQUEST, UserCodeFormat.DEFAULT);
  }

  private String key(Issued device) {
    return codes.byUserCode(device.userCode()).orElseThrow().key();
  }

  private Poll poll(Issued device) {
    return codes.poll(device.deviceCode(), "client");
  }
}
