package org.resnet4j.io.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.resnet4j.io.AtomicFile;

/**
 * A file on the web and its checksum.
 *
 * @param uri its official address
 * @param file its local name
 * @param checksum {@code md5:} or {@code sha256:} and hexadecimal digits; the first digits suffice,
 *     as in the names of torchvision's weight files
 * @param mostBytes the largest accepted size
 */
public record Remote(URI uri, String file, String checksum, long mostBytes) {
  private static final String SHA256 = "sha256:";

  /** Checks the parts. */
  public Remote {
    if (!checksum.matches("(md5|sha256):[0-9a-f]{8,64}")) {
      throw new IllegalArgumentException("not a checksum: " + checksum);
    }
    if (!file.matches("[\\w-][\\w.-]*")) {
      throw new IllegalArgumentException("not a plain file name: " + file);
    }
  }

  /** Whether only the first digits of the checksum are known. */
  public boolean isAbbreviated() {
    return checksum.startsWith(SHA256) && checksum.length() < SHA256.length() + 64;
  }

  /**
   * The expected checksum of a file in a folder: ours, or where that is abbreviated, the full one
   * of the first download.
   *
   * @throws DownloadException if its record is damaged or belongs to another file
   */
  String checksumIn(Path directory) throws IOException {
    Path note = note(directory);
    if (!isAbbreviated() || !Files.isRegularFile(note)) {
      return checksum;
    }
    String first = Files.readString(note, StandardCharsets.ISO_8859_1);
    String whole = SHA256 + first.substring(0, Math.min(64, first.length()));
    if (!whole.matches(SHA256 + "[0-9a-f]{64}") || !whole.startsWith(checksum)) {
      throw new DownloadException(
          note,
          "expected the SHA-256 of "
              + file
              + ", which begins with "
              + checksum
              + ": remove it and fetch again");
    }
    return whole;
  }

  /** Keeps the full checksum of the first download, where ours is abbreviated. */
  void record(Path part, Path directory) throws IOException {
    Path note = note(directory);
    if (isAbbreviated() && !Files.exists(note)) {
      String whole = checksumOf(part, SHA256 + "0".repeat(64)).substring(SHA256.length());
      AtomicFile.write(note, whole + "  " + file + "\n"); // As sha256sum writes and checks it.
    }
  }

  private Path note(Path directory) {
    return directory.resolve(file + ".sha256");
  }

  /** The checksum of a file here, of the kind and with as many digits as the expected one. */
  String checksumOf(Path path, String expected) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(expected.startsWith(SHA256) ? "SHA-256" : "MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5 and SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    String full =
        expected.substring(0, expected.indexOf(':') + 1)
            + HexFormat.of().formatHex(digest.digest());
    return full.substring(0, Math.min(full.length(), expected.length()));
  }

  /**
   * Whether a file here is this one.
   *
   * @throws DownloadException if the note of its whole checksum is damaged
   * @throws IOException if it cannot be read
   */
  public boolean isAt(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    String expected = checksumIn(path.toAbsolutePath().resolveSibling(""));
    return checksumOf(path, expected).equals(expected);
  }
}
