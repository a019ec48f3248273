package dev.kinglet.internal.exec;

/** URLs as they may be shown. */
public final class Urls {
    private Urls() {}

    /** Without user, password and parameters. */
    public static String withoutSecrets(String url) {
        String plain = url.replaceFirst("[?;].*$", "");
        return plain.replaceFirst("//[^/@]*@", "//");
    }
}
