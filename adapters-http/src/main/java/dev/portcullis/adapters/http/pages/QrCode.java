package dev.portcullis.adapters.http.pages;

import io.nayuki.qrcodegen.QrCode.Ecc;

/**
 * A QR code to be drawn as SVG.
 *
 * @param side of the drawing, the quiet zone of four modules included
 * @param path the dark modules, one unit each
 */
record QrCode(int side, String path) {

  private static final int BORDER = 4;

  /** Encodes a text of at most 2,331 bytes. */
  static QrCode of(String text) {
    io.nayuki.qrcodegen.QrCode code = io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + BORDER).append(' ').append(y + BORDER).append("h1v1h-1z");
        }
      }
    }
    return new QrCode(code.size + 2 * BORDER, path.toString());
  }

  @Override
  public String toString() {
    return "QrCode[redacted]";
  }
}
