package org.resnet4j.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** The examples of FIPS 180-4: no bytes, and {@code abc}. */
class Sha256Test {
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void ofBytes() {
    assertThat(Sha256.hex(new byte[0])).isEqualTo(NOTHING);
    assertThat(Sha256.hex("abc".getBytes(US_ASCII))).isEqualTo(ABC);
  }

  @Test
  void ofADigestWhichIsReset() {
    MessageDigest digest = Sha256.create();
    digest.update("ab".getBytes(US_ASCII));
    digest.update("c".getBytes(US_ASCII));
    assertThat(Sha256.hex(digest)).isEqualTo(ABC);
    assertThat(Sha256.hex(digest)).isEqualTo(NOTHING);
  }
}
