package dev.portcullis.testkit.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * One headless Chromium with a profile of its own, to be closed. Where there is none the test that
 * opens it is skipped, or fails with {@code -Dportcullis.browser=required}. Starting takes a second
 * or two: share one in a class. Not for several threads.
 */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String AXE = resource("/axe.min.js");
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars");

  private final ChromeDriver driver;
  private final Path profile;
  private int width;
  private int height;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** Opens one as most people have it. */
  public static Browser open() {
    return open(true);
  }

  /** Opens one that runs no script of any page. */
  public static Browser withoutJavaScript() {
    return open(false);
  }

  private static Browser open(boolean javaScript) {
    Installed installed = Installed.orSkip();
    try {
      Path profile = Files.createTempDirectory("portcullis-browser");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(installed.chromium().toFile());
      options.addArguments(ARGUMENTS);
      options.addArguments("--user-data-dir=" + profile);
      if (!javaScript) {
        options.setExperimentalOption(
            "prefs", Map.of("profile.default_content_setting_values.javascript", 2));
      }
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(installed.driver().toFile())
              .usingAnyFreePort()
              .build();
      Browser browser = new Browser(new ChromeDriver(service, options), profile);
      return browser.sized(1440, 900);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The driver, for what this class has no word for. */
  public WebDriver driver() {
    return driver;
  }

  /** Goes to an address. */
  public Browser go(URI address) {
    driver.get(address.toString());
    return this;
  }

  /** With a window of this size, in CSS pixels. */
  public Browser sized(int width, int height) {
    this.width = width;
    this.height = height;
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", metrics(width, height));
    return this;
  }

  private static Map<String, Object> metrics(int width, int height) {
    return Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false);
  }

  /** For a user who prefers this colour scheme. */
  public Browser preferring(ColorScheme scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme.value))));
    return this;
  }

  /** The first element that fits, once there is one. */
  public WebElement find(By by) {
    return new WebDriverWait(driver, PATIENCE).until(now -> now.findElement(by));
  }

  /** The first element of a CSS selector, once there is one. */
  public WebElement find(String css) {
    return find(By.cssSelector(css));
  }

  /** Whether an element fits now. */
  public boolean has(String css) {
    return !driver.findElements(By.cssSelector(css)).isEmpty();
  }

  /** Presses the button of that name within the part of the page that a CSS selector tells. */
  public Browser press(String within, String button) {
    WebElement part = find(within);
    part.findElement(By.xpath(".//button[normalize-space()='" + button + "']")).click();
    return this;
  }

  /** Waits until the element that fits says so; fails with what it says instead. */
  public Browser awaitText(String css, String text) {
    try {
      // While one page takes the place of another, the driver speaks of elements that are gone.
      new WebDriverWait(driver, PATIENCE)
          .ignoring(WebDriverException.class)
          .until(now -> now.findElement(By.cssSelector(css)).getText().contains(text));
    } catch (TimeoutException e) {
      Assertions.assertThat(text(css)).as(css).contains(text);
    }
    return this;
  }

  /** The visible text of the first element that fits. */
  public String text(String css) {
    return find(css).getText();
  }

  /** Types these keys to whatever has the focus. */
  public Browser type(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
    return this;
  }

  /** Presses Tab until an element that fits has the focus; fails if none gets it. */
  public Browser tabTo(String css) {
    for (int i = 0; i < 200; i++) {
      type(Keys.TAB);
      if (Boolean.TRUE.equals(
          driver.executeScript("return document.activeElement.matches(arguments[0])", css))) {
        return this;
      }
    }
    throw new AssertionError(css + ": not reached by the Tab key");
  }

  /** Runs a script of the test in the page, until it calls {@code done}. */
  public Browser run(String script) {
    driver.executeAsyncScript("const done = arguments[arguments.length - 1];" + script);
    return this;
  }

  /** Expects axe to find nothing serious or critical on this page. */
  public Browser expectAccessible() {
    driver.executeScript(AXE);
    Object violations =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {resultTypes: ['violations']}).then(result => done("
                + "result.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary)"
                + ".join(' | '))), problem => done(['axe failed: ' + problem]));");
    Assertions.assertThat((List<?>) violations).as("axe on " + driver.getCurrentUrl()).isEmpty();
    return this;
  }

  /** Expects that nothing sticks out of the window to the right. */
  public Browser expectNoSidewaysScroll() {
    Object wider =
        driver.executeScript(
            "const root = document.documentElement;"
                + "return root.scrollWidth - root.clientWidth;");
    Assertions.assertThat(wider).as("pixels beyond the window").isEqualTo(0L);
    return this;
  }

  /**
   * Expects this page to be accessible and no wider than the window, at 360 and 1280 pixels, light
   * and dark, and keeps a picture of each as {@code NAME-360-dark} and so on. Leaves the window at
   * 1280 pixels, light.
   */
  public Browser expectGoodLooks(String name) {
    for (int wide : new int[] {360, 1280}) {
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        sized(wide, wide == 360 ? 740 : 900).preferring(scheme);
        expectAccessible().expectNoSidewaysScroll().screenshot(name + "-" + wide + scheme.suffix());
      }
    }
    return this;
  }

  /** Keeps a picture of the whole page as {@code target/screenshots/NAME.png}. */
  public Browser screenshot(String name) {
    Object tall = driver.executeScript("return document.documentElement.scrollHeight");
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        metrics(width, Math.clamp((Long) Objects.requireNonNull(tall), height, 4_000)));
    try {
      Path folder = Files.createDirectories(Path.of("target", "screenshots"));
      Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sized(width, height);
    }
    return this;
  }

  /** What the page's console holds of errors since the last look. */
  public List<String> consoleErrors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> "SEVERE".equals(entry.toJson().get("level")))
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Browser.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + ": not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a user's system asks pages for. */
  public enum ColorScheme {
    /** Dark on light. */
    LIGHT("light"),
    /** Light on dark. */
    DARK("dark");

    private final String value;

    ColorScheme(String value) {
      this.value = value;
    }

    private String suffix() {
      return "-" + value;
    }
  }
}
