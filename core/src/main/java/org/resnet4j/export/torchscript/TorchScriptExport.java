package org.resnet4j.export.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.export.pytorch.PickleWriter;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.zip.StoredZip;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.OutputDifference;
import org.resnet4j.torch.TensorData;
import org.resnet4j.torch.Torch;

/**
 * Writes networks as TorchScript files for inference, which {@code torch.jit.load} opens. Modules
 * are nested as in torchvision, so {@code state_dict()} has torchvision's keys. The file is written
 * in Java: libtorch's own writer aborts the process if the disk is full.
 */
public final class TorchScriptExport {
  /** libtorch's default name for the folder in the zip file. */
  private static final String FOLDER = "archive/";

  private TorchScriptExport() {}

  /**
   * Writes a network; the file is replaced atomically. Side classifiers are left out. Equal
   * networks and metadata give equal bytes.
   *
   * @param metadata texts that become extra files, each under its key
   * @throws IllegalArgumentException if a tensor has more than 2 GiB
   */
  public static void write(Path file, Network network, Map<String, String> metadata)
      throws IOException {
    TorchScriptOps ops = new TorchScriptOps();
    String forward = ops.forward(network.architecture().layers());
    ModuleTree root = ModuleTree.of(ops.parameters());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> tensors = new ArrayList<>();
      PickleWriter pickle = new PickleWriter();
      root.pickle(pickle, network.state(), tensors);
      AtomicFile.write(
          file,
          channel -> {
            try (StoredZip zip = new StoredZip(channel)) {
              zip.add(FOLDER + "data.pkl", ByteBuffer.wrap(pickle.finish()));
              zip.add(FOLDER + "code/__torch__.py", utf8(root.source(forward)));
              zip.add(
                  FOLDER + "constants.pkl",
                  ByteBuffer.wrap(new PickleWriter().tuple(List.of()).finish()));
              for (int i = 0; i < tensors.size(); i++) {
                try (PointerScope each = new PointerScope()) {
                  TensorData data = TensorData.of("data/" + i, tensors.get(i));
                  zip.add(FOLDER + "data/" + i, data.bytes());
                }
              }
              zip.add(FOLDER + "version", utf8("3\n"));
              zip.add(FOLDER + "byteorder", utf8("little"));
              for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
                zip.add(FOLDER + "extra/" + text.getKey(), utf8(text.getValue()));
              }
            }
          });
    }
  }

  /**
   * Opens a file that {@link #write} has just written, and compares its outputs with the network's.
   * Do not pass other files: libtorch is not hardened against untrusted ones.
   */
  public static OutputDifference compare(Path file, Network network) throws IOException {
    Torch.withoutNnpack();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      JitModule module = torch.load(file.toString());
      return OutputDifference.of(
          network,
          (images, shape) -> {
            Tensor x = torch.tensor(images).reshape(shape);
            Tensor logits = module.forward(new IValueVector(new IValue(x))).toTensor();
            return HostMemory.floats(logits);
          });
    } catch (FormatException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new FormatException("libtorch cannot open it: " + Torch.firstLine(e), e);
    }
  }

  private static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }
}
