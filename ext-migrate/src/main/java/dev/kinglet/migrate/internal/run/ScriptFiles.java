package dev.kinglet.migrate.internal.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The files of one folder, with their texts; not those of folders in it. */
public interface ScriptFiles {

    /**
     * Their texts by their names, sorted by name; read anew at each call.
     *
     * @throws Problem where there is no such folder, or it cannot be read
     */
    Map<String, String> read();

    /** A folder of the file system. */
    static ScriptFiles in(Path folder) {
        return new ScriptFiles() {
            @Override
            public Map<String, String> read() {
                if (!Files.isDirectory(folder)) {
                    throw new Problem(
                            "the folder of migrations " + folder + " is not there",
                            null,
                            "make it, or say where it is");
                }
                Map<String, String> files = new TreeMap<>();
                try (Stream<Path> found = Files.list(folder)) {
                    for (Path file : found.filter(Files::isRegularFile).toList()) {
                        String name = String.valueOf(file.getFileName());
                        if (ScriptNames.isCandidate(name)) {
                            files.put(name, Files.readString(file));
                        }
                    }
                } catch (IOException e) {
                    throw unreadable(folder.toString(), e);
                }
                return files;
            }

            @Override
            public String toString() {
                return folder.toString();
            }
        };
    }

    /** A folder of the class path, in all of its places. */
    static ScriptFiles of(ClassLoader loader, String folder) {
        String path = folder.endsWith("/") ? folder : folder + "/";
        return new ScriptFiles() {
            @Override
            public Map<String, String> read() {
                Map<String, String> files = new TreeMap<>();
                try {
                    List<URL> places = Collections.list(loader.getResources(path));
                    if (places.isEmpty()) {
                        throw new Problem(
                                "the folder of migrations " + folder + " is not on the class path",
                                null,
                                "put it into the resources of the application, or say where it is");
                    }
                    for (URL place : places) {
                        files.putAll(at(place, path));
                    }
                } catch (IOException e) {
                    throw unreadable(folder, e);
                }
                return files;
            }

            @Override
            public String toString() {
                return "classpath:" + folder;
            }
        };
    }

    private static Map<String, String> at(URL place, String path) throws IOException {
        if (place.getProtocol().equals("file")) {
            return in(Path.of(URI.create(place.toString()))).read();
        }
        Map<String, String> files = new LinkedHashMap<>();
        URLConnection connection = place.openConnection();
        if (connection instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (JarFile file = jar.getJarFile()) {
                for (JarEntry entry : Collections.list(file.entries())) {
                    String name = entry.getName();
                    String own = name.startsWith(path) ? name.substring(path.length()) : "";
                    if (!own.contains("/") && ScriptNames.isCandidate(own)) {
                        try (InputStream text = file.getInputStream(entry)) {
                            files.put(own, new String(text.readAllBytes(), StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        return files;
    }

    private static Problem unreadable(String folder, IOException e) {
        return new Problem(
                "the folder of migrations " + folder + " cannot be read: " + e.getMessage(),
                null,
                "migrations are files in UTF-8",
                e);
    }
}
