package org.resnet4j.data.shards;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.BadPlace;
import org.resnet4j.io.Sha256;

/** Compares a shard with its index: the checksum of its bytes, and its members. */
record ShardVerification(Path file, Shard stated) {
  private static final int CHUNK = 1 << 20;

  List<BadPlace> flaws() {
    List<BadPlace> flaws = new ArrayList<>();
    try {
      String sum = stated.sha256().isEmpty() ? "" : sha256(file);
      if (!sum.equals(stated.sha256())) {
        flaws.add(
            flaw("expected the SHA-256 " + stated.sha256() + ", got " + sum + ": copy it again"));
      }
      Shard found = ShardScan.of(file);
      if (found.bytes() != stated.bytes() || !found.samples().equalTo(stated.samples())) {
        flaws.add(flaw("its members are not those of its index"));
      }
    } catch (DataException e) {
      flaws.add(flaw(e.reason()));
    } catch (IOException e) {
      flaws.add(flaw("it cannot be read: " + e));
    }
    return flaws;
  }

  private BadPlace flaw(String reason) {
    return new BadPlace(file.toString(), reason);
  }

  /** The checksum of a file. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.create();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return Sha256.hex(digest);
  }
}
