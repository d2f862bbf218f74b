package org.resnet4j.weights.torchscript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolType;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.ExtraFilesMap;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Torch;
import org.resnet4j.weights.OutputDifference;
import org.resnet4j.weights.WeightsException;

/**
 * Writes networks as TorchScript files for inference, which {@code torch.jit.load} opens. Modules
 * are nested as in torchvision, so {@code state_dict()} has torchvision's keys.
 */
public final class TorchScriptExport {
  private TorchScriptExport() {}

  /**
   * Writes a network; the file is replaced whole or not at all. Side classifiers are left out.
   *
   * @param metadata texts that become extra files, each under its key
   * @throws WeightsException if libtorch cannot write it; the message gives its reason
   */
  public static void write(Path file, Network network, Map<String, String> metadata)
      throws IOException {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      TorchScriptOps ops = new TorchScriptOps();
      String forward = ops.forward(network.architecture().layers());
      ModuleTree tree = new ModuleTree();
      for (Parameter parameter : ops.parameters()) {
        tree.register(parameter, network.state().get(parameter.name()));
      }
      tree.root().define(forward);
      ExtraFilesMap extra = new ExtraFilesMap();
      new TreeMap<>(metadata).forEach((key, text) -> extra.put(utf8(key), utf8(text)));
      AtomicFile.writeBy(file, temporary -> save(tree.root(), extra, temporary));
    } catch (RuntimeException e) {
      throw new WeightsException(file + ": libtorch cannot write it: " + Torch.firstLine(e), e);
    }
  }

  /** Saves under one fixed name first, since libtorch writes a file's name into it. */
  private static void save(JitModule module, ExtraFilesMap extra, Path file) throws IOException {
    Path folder = file.resolveSibling(file.getFileName() + ".folder");
    Path archive = folder.resolve("archive.pt");
    Files.createDirectories(folder);
    try {
      module.save(archive.toString(), extra);
      Files.move(archive, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(archive);
      Files.delete(folder);
    }
  }

  /**
   * Opens a file that {@link #write} has just made, and compares what it computes with the network.
   * Give it no other file: libtorch is not hardened against what a stranger may have put in one.
   */
  public static OutputDifference compare(Path file, Network network) throws IOException {
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
    } catch (RuntimeException e) {
      throw new WeightsException(file + ": libtorch cannot open it: " + Torch.firstLine(e), e);
    }
  }

  private static BytePointer utf8(String text) {
    return new BytePointer(text, StandardCharsets.UTF_8);
  }

  /** Modules inside modules, one for each part of a dotted name; lives as long as the scope. */
  private static final class ModuleTree {
    private final CompilationUnit types = new CompilationUnit();
    private final Map<String, JitModule> modules = new HashMap<>();

    ModuleTree() {
      modules.put("", newModule("Network"));
    }

    JitModule root() {
      return module("");
    }

    void register(Parameter parameter, Tensor tensor) {
      int dot = parameter.name().lastIndexOf('.');
      JitModule owner = module(parameter.name().substring(0, Math.max(dot, 0)));
      Tensor plain = Device.CPU.move(tensor.detach()).contiguous();
      owner.register_parameter(
          parameter.name().substring(dot + 1), plain, !parameter.role().trainable());
    }

    /** The module of that dotted name, which is made with all those around it if there is none. */
    private JitModule module(String path) {
      JitModule known = modules.get(path);
      if (known != null) {
        return known;
      }
      int dot = path.lastIndexOf('.');
      JitModule parent = module(path.substring(0, Math.max(dot, 0)));
      JitModule made = newModule("Network_" + path.replaceAll("\\W", "_"));
      parent.register_module(path.substring(dot + 1), made);
      modules.put(path, made);
      return made;
    }

    /** Every module says that it is not training, or {@code eval()} would refuse it. */
    private JitModule newModule(String type) {
      JitModule module = new JitModule(new QualifiedName("__torch__." + type), types, true);
      // The inner get() matters: a BoolTypePtr is half as large as the TypePtr it would be read as.
      Type.TypePtr bool = new Type.TypePtr(BoolType.get().get());
      module.register_attribute("training", bool, new IValue(false));
      return module;
    }
  }
}
