import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.folder.FolderOptions;
import org.resnet4j.data.Split;
import org.resnet4j.model.Model;
import org.resnet4j.infer.Predictor;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.run.FineTuning;
import org.resnet4j.train.recipe.FolderSettings;
import org.resnet4j.train.Progress;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;
import org.resnet4j.train.Trainer;
import org.resnet4j.export.onnx.OnnxExport;

/** Predicts a picture, teaches the weights the classes of a folder, and exports what came out. */
final class Consumer {
  static final String WEIGHTS = "resnet20-cifar10";

  public static void main(String[] words) throws IOException {
    Path pictures = Path.of(words[0]);
    Path out = Path.of(words[1]);
    predict(WEIGHTS, pictures.resolve("light/0.png"));
    Path best = fineTune(pictures, out.resolve("run"));
    predict(best.toString(), pictures.resolve("light/0.png"));
    export(best, out.resolve("model.onnx"));
  }

  static void predict(String weights, Path picture) throws IOException {
    try (Predictor predictor = Predictor.load(weights)) {
      System.out.println(predictor.predict(picture).best());
    }
  }

  static Path fineTune(Path pictures, Path folder) throws IOException {
    String name = "folder:" + pictures;
    Split data = DataSets.open(name, null, FolderOptions.square(32));
    Catalog catalog = Catalog.standard();
    RunSettings settings;
    try (Model model = Model.load(WEIGHTS, catalog, Device.CPU, Precision.FP32)) {
      Options options = model.card().options().withClasses(data.train().classes().size());
      settings =
          new RunSettings(
              model.card().model(), options, name, 0, 0,
              Recipes.fineTuning(data.train(), 0.5).withEpochs(2), Initialization.DEFAULT, 0,
              "cpu", "fp32", 2, FineTuning.of(WEIGHTS, model, "none"), FolderSettings.DEFAULT);
    }
    RunFolder run = RunFolder.create(folder, RunRecord.now(settings, null, List.of("consumer")));
    try (Trainer trainer = new Trainer(catalog, settings, data, run)) {
      trainer.run(Progress.SILENT, () -> false);
      System.out.println("validation top-1 " + trainer.history().get(1).validationTop1());
    }
    return run.best();
  }

  static void export(Path weights, Path file) throws IOException {
    try (Model model =
            Model.load(weights.toString(), Catalog.standard(), Device.CPU, Precision.FP32);
        Network folded = Folding.of(model.network()).network()) {
      OnnxExport.write(file, folded, Map.of());
      System.out.println(file.getFileName() + " of " + Files.size(file) + " bytes");
    }
  }
}
