package dev.kinglet.internal.plan;

import java.util.List;
import org.jooq.Condition;
import org.jooq.Context;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.CustomField;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * SQL text with parts in it: {@code {0}}, {@code {1}}, .. stand for them, each as often as it is
 * named, outside of quotes. Unlike jOOQ's own plain SQL, the rest is taken as it is: no question
 * mark and no comment in it means anything.
 */
final class Templates {
    private Templates() {}

    static Field<Object> field(String template, QueryPart... parts) {
        return new TemplateField(template, parts);
    }

    static Condition condition(String template, QueryPart... parts) {
        return new TemplateCondition(template, parts);
    }

    static QueryPart part(String template, QueryPart... parts) {
        return new TemplatePart(template, parts);
    }

    /** A source as it stands in FROM: what has an alias is written with it. */
    static QueryPart declared(org.jooq.Table<?> source) {
        return new DeclaredTable(source);
    }

    /** The parts one after the other. */
    static QueryPart joined(String separator, List<? extends QueryPart> parts) {
        return part(numbered(separator, 0, parts.size()), parts.toArray(QueryPart[]::new));
    }

    /** {@code {0}, {1}, {2}}: so many parts, counted from the first. */
    static String numbered(String separator, int first, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : separator).append('{').append(first + i).append('}');
        }
        return text.toString();
    }

    private static void write(Context<?> context, String template, QueryPart[] parts) {
        int from = 0;
        char quote = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                continue; // what is in quotes is text
            }
            if (c == '\'' || c == '"') {
                quote = c;
            }
            int close = c == '{' ? closing(template, i + 1) : -1;
            if (close < 0) {
                continue; // a brace of the text, or none
            }
            int index = Integer.parseInt(template, i + 1, close, 10);
            if (index >= parts.length) {
                continue;
            }
            context.sql(template.substring(from, i), true).visit(parts[index]);
            from = close + 1;
        }
        context.sql(template.substring(from), true);
    }

    /** Where the brace behind a number is; -1 where there is something else. */
    private static int closing(String template, int from) {
        int close = from;
        while (close < template.length() && Character.isDigit(template.charAt(close))) {
            close++;
        }
        return close > from && close < template.length() && template.charAt(close) == '}'
                ? close
                : -1;
    }

    private static final class TemplateField extends CustomField<Object> {
        private static final long serialVersionUID = 1L;

        private final String template;
        private final transient QueryPart[] parts;

        TemplateField(String template, QueryPart[] parts) {
            super(DSL.name("expression"), SQLDataType.OTHER);
            this.template = template;
            this.parts = parts;
        }

        @Override
        public void accept(Context<?> context) {
            write(context, template, parts);
        }
    }

    private static final class TemplateCondition extends CustomCondition {
        private static final long serialVersionUID = 1L;

        private final String template;
        private final transient QueryPart[] parts;

        TemplateCondition(String template, QueryPart[] parts) {
            this.template = template;
            this.parts = parts;
        }

        @Override
        public void accept(Context<?> context) {
            write(context, template, parts);
        }
    }

    private static final class TemplatePart extends CustomQueryPart {
        private static final long serialVersionUID = 1L;

        private final String template;
        private final transient QueryPart[] parts;

        TemplatePart(String template, QueryPart[] parts) {
            this.template = template;
            this.parts = parts;
        }

        @Override
        public void accept(Context<?> context) {
            write(context, template, parts);
        }
    }

    private static final class DeclaredTable extends CustomQueryPart {
        private static final long serialVersionUID = 1L;

        private final transient org.jooq.Table<?> source;

        DeclaredTable(org.jooq.Table<?> source) {
            this.source = source;
        }

        @Override
        public void accept(Context<?> context) {
            context.declareTables(true, inFrom -> inFrom.visit(source));
        }
    }
}
