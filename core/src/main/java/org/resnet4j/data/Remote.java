package org.resnet4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file on the web and what it must be.
 *
 * @param uri its official address
 * @param file its name here
 * @param checksum {@code md5:} or {@code sha256:} and hexadecimal digits; the first digits suffice,
 *     as in the names of torchvision's weight files
 * @param mostBytes the largest size that is accepted
 */
public record Remote(URI uri, String file, String checksum, long mostBytes) {
  /** Checks the parts. */
  public Remote {
    if (!checksum.matches("(md5|sha256):[0-9a-f]{8,64}")) {
      throw new IllegalArgumentException("not a checksum: " + checksum);
    }
    if (!file.matches("[\\w-][\\w.-]*")) {
      throw new IllegalArgumentException("not a plain file name: " + file);
    }
  }

  /** The checksum of a file here, as far as ours has digits, in the same form. */
  String checksumOf(Path path) throws IOException {
    int colon = checksum.indexOf(':');
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(checksum.startsWith("md5") ? "MD5" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5 and SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    String full = checksum.substring(0, colon + 1) + HexFormat.of().formatHex(digest.digest());
    return full.substring(0, Math.min(full.length(), checksum.length()));
  }

  /** Whether a file here is this one. */
  boolean is(Path path) throws IOException {
    return Files.isRegularFile(path) && checksumOf(path).equals(checksum);
  }
}
