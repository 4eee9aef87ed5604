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
    return open(true, false);
  }

  /** Opens one that accepts every certificate. */
  public static Browser acceptingEveryCertificate() {
    return open(true, true);
  }

  /** Opens one that runs no script of any page. */
  public static Browser withoutJavaScript() {
    return open(false, false);
  }

  private static Browser open(boolean javaScript, boolean everyCertificate) {
    Installed installed = Installed.orSkip();
    try {
      Path profile = Files.createTempDirectory("portcullis-browser");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(installed.chromium().toFile());
      options.addArguments(ARGUMENTS);
      options.setAcceptInsecureCerts(everyCertificate);
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

  /** For a user who prefers this colour scheme, and no motion: colours change at once. */
  public Browser preferring(ColorScheme scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme.value),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
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

  /** Expects axe to find nothing on this page. */
  public Browser expectAccessible() {
    Assertions.assertThat(axe().violations()).as("axe on " + driver.getCurrentUrl()).isEmpty();
    return this;
  }

  /** Expects that nothing sticks out of the window to the right. */
  public Browser expectNoSidewaysScroll() {
    Assertions.assertThat(beyond()).as("pixels beyond the window").isZero();
    return this;
  }

  /** What axe finds on this page. */
  Gallery.Axe axe() {
    if (Boolean.FALSE.equals(driver.executeScript("return 'axe' in window"))) {
      driver.executeScript(AXE);
    }
    Object result =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];axe.run(document, {resultTypes:"
                + " ['violations', 'incomplete']}).then(result => done(JSON.stringify(result)),"
                + " problem => done(JSON.stringify({violations: [{id: 'failed', impact: '' +"
                + " problem, nodes: []}]})));");
    return Gallery.Axe.of(String.valueOf(result));
  }

  /** How many pixels of the page are beyond the window to the right. */
  long beyond() {
    Object wider =
        driver.executeScript(
            "const root = document.documentElement;"
                + "return root.scrollWidth - root.clientWidth;");
    return (Long) Objects.requireNonNull(wider);
  }

  /** The page under this name. */
  Gallery.Shown seen(String name) {
    Object text =
        driver.executeScript(
            "const said = [document.title, document.body.innerText];"
                + "for (const element of document.querySelectorAll('body *'))"
                + " for (const attribute of element.attributes) said.push(attribute.value);"
                + "return said.join(' ').replace(/\\s+/g, ' ');");
    return new Gallery.Shown(
        name,
        URI.create(Objects.requireNonNull(driver.getCurrentUrl())),
        Objects.requireNonNull(driver.getTitle()),
        String.valueOf(text));
  }

  /** A picture of the whole page, as PNG. */
  byte[] picture() {
    long tall =
        (Long)
            Objects.requireNonNull(
                driver.executeScript("return document.documentElement.scrollHeight"));
    if (tall <= height) {
      return driver.getScreenshotAs(OutputType.BYTES);
    }
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride", metrics(width, (int) Math.min(tall, 4_000)));
    byte[] picture = driver.getScreenshotAs(OutputType.BYTES);
    sized(width, height);
    return picture;
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
  }
}
