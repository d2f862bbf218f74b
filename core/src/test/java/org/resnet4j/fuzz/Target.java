package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.DataException;
import org.resnet4j.data.UntrustedData;
import org.resnet4j.data.shards.UntrustedShards;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizedBox;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.image.jpeg.Samples;
import org.resnet4j.io.FormatException;
import org.resnet4j.model.UntrustedCard;
import org.resnet4j.model.UntrustedModel;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.train.run.UntrustedRecord;
import org.resnet4j.weights.Recognition;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;

/** The parsers of bytes from outside. Each takes any bytes: it gives a result or refuses. */
public enum Target {
  /** A safetensors file. */
  SAFETENSORS {
    @Override
    void parse(byte[] input) throws IOException {
      SafeTensors.read(Channels.newChannel(new ByteArrayInputStream(input)), input.length).close();
    }
  },

  /** A zip archive of {@code torch.save}. */
  ZIP {
    @Override
    void parse(byte[] input) throws IOException {
      weights(input);
    }
  },

  /** A file of {@code torch.save} before torch 1.6. */
  LEGACY {
    @Override
    void parse(byte[] input) throws IOException {
      weights(input);
    }
  },

  /** The pickle in a zip archive that is sound and holds the storages 0 and 1. */
  PICKLE {
    @Override
    void parse(byte[] input) throws IOException {
      weights(archive(input));
    }
  },

  /** A JPEG picture. */
  JPEG {
    @Override
    void parse(byte[] input) {
      Samples.decode(input, SMALL);
      picture(input);
    }
  },

  /** A PNG picture, as it is and with its checksums put right. */
  PNG {
    @Override
    void parse(byte[] input) {
      try {
        picture(input);
      } catch (ImageException e) {
        require(e);
      }
      picture(Checksums.png(input));
    }
  },

  /** A GIF picture. */
  GIF {
    @Override
    void parse(byte[] input) {
      picture(input);
    }
  },

  /** A bitmap. */
  BMP {
    @Override
    void parse(byte[] input) {
      picture(input);
    }
  },

  /** A WebP picture. */
  WEBP {
    @Override
    void parse(byte[] input) {
      picture(input);
    }
  },

  /** An idx file of one image, and the tar archive of CIFAR with one image a part. */
  DATA {
    @Override
    void parse(byte[] input) throws IOException {
      try {
        UntrustedData.idx(input);
      } catch (DataException e) {
        require(e);
      }
      UntrustedData.cifarTar(Checksums.tar(input));
    }
  },

  /** A shard of pictures, as it is and with the checksums of its headers put right. */
  TAR {
    @Override
    void parse(byte[] input) throws IOException {
      try {
        UntrustedShards.scan(new MemoryChannel(input));
      } catch (FormatException e) {
        require(e);
      }
      UntrustedShards.scan(new MemoryChannel(Checksums.tar(input)));
    }
  },

  /** The index of shards, whatever its checksum. */
  SHARDS {
    @Override
    void parse(byte[] input) {
      UntrustedShards.index(input);
    }
  },

  /** The network that tensors belong to, from lines of names and dimensions. */
  NAMES {
    @Override
    void parse(byte[] input) throws IOException {
      try (TensorMap tensors = new TensorMap();
          PointerScope scope = new PointerScope()) {
        Tensor number = torch.zeros(1).view(new long[0]);
        for (String line : new String(input, UTF_8).lines().toList()) {
          String[] words = line.split(" ", -1); // at least one
          long[] shape =
              Arrays.stream(words).skip(1).limit(5).mapToLong(Target::dimension).toArray();
          if (!tensors.asMap().containsKey(words[0])) {
            tensors.put(words[0], number.expand(shape)); // takes no memory
          }
        }
        Recognition.of(tensors, CATALOG, null).close();
      }
    }
  },

  /**
   * A whole model file, from its bytes to what a picture shows; or the lines of a card and of a
   * quantisation in one that is otherwise sound: {@link ModelFile}.
   */
  MODEL {
    @Override
    void parse(byte[] input) throws IOException {
      boolean lines = input.length > 0 && input[0] == '{';
      byte[] file = lines ? ModelFile.ofLines(input) : input;
      try (WeightFile read = WeightFile.read(new MemoryChannel(file), "file", null)) {
        UntrustedModel.answer(read, "file");
      } catch (FormatException e) {
        if (!String.valueOf(e.getMessage()).startsWith("file: ")) {
          throw new AssertionError("its message does not name the file: " + e.getMessage(), e);
        }
        throw e;
      }
    }
  },

  /** The JSON in files of weights and runs: a model card, the position and the record of a run. */
  JSON {
    @Override
    void parse(byte[] input) throws IOException {
      try {
        UntrustedCard.parse(input);
      } catch (FormatException e) {
        require(e);
      }
      UntrustedRecord.parse(input);
    }
  };

  /** Few pixels, so that many pictures are tried; what large ones cost is measured elsewhere. */
  private static final Limits SMALL = new Limits(1 << 20, 1 << 14, 1 << 20);

  /** The middle third of a picture at its own size. */
  private static final Framing MIDDLE =
      (channels, height, width, transposed) -> {
        int down = (height + 2) / 3;
        int across = (width + 2) / 3;
        return new ResizedBox(height / 3, width / 3, down, across, down, across, Filter.BILINEAR)
            .target(channels, height, width, transposed);
      };

  private static final Catalog CATALOG = Catalog.standard();

  /** No message needs more characters. */
  private static final int LONGEST = 2100;

  /** Where its inputs are among the test resources. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract void parse(byte[] input) throws IOException;

  /** A picture, and a part of it, which has the same pixels, or the same fault. */
  private static void picture(byte[] input) {
    Image whole;
    try {
      whole = Decoder.decode(input, SMALL);
    } catch (ImageException e) {
      assertThatThrownBy(() -> Decoder.decode(input, MIDDLE, SMALL)).hasMessage(e.getMessage());
      throw e;
    }
    assertThat(Decoder.decode(input, MIDDLE, SMALL).pixels())
        .isEqualTo(MIDDLE.apply(whole).pixels());
  }

  /**
   * Parses an input, which may be refused.
   *
   * @throws AssertionError if it is refused by something else than one line in an exception of ours
   */
  void feed(byte[] input) throws IOException {
    try {
      parse(input);
    } catch (FormatException | DataException | ImageException e) {
      require(e);
    }
  }

  /** Checks that an exception is a refusal. */
  void require(Exception refusal) {
    String message = refusal.getMessage();
    if (message == null
        || message.isBlank()
        || message.length() > LONGEST
        || message.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      throw new AssertionError("its message is not one line: " + message, refusal);
    }
    Throwable cause = refusal.getCause();
    boolean failed =
        cause instanceof Error
            || (cause instanceof RuntimeException && !(cause instanceof ImageException));
    if (refusal instanceof ImageException && failed) {
      throw new AssertionError("a parser failed instead of refusing: " + cause, cause);
    }
  }

  /** A dimension as it may be in a network; 1 if it is no number. */
  private static long dimension(String word) {
    return word.matches("[0-9]{1,4}") ? Math.max(1, Long.parseLong(word)) : 1;
  }

  private static void weights(byte[] input) throws IOException {
    WeightFile.read(new MemoryChannel(input), "file", null).close();
  }

  private static byte[] archive(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "a/data.pkl", pickle);
      store(zip, "a/data/0", new byte[64]);
      store(zip, "a/data/1", new byte[8]);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
