package dev.kinglet.model;

import java.lang.reflect.Modifier;

/**
 * Which hooks a model class overrides, found once a class: a write of a row without hooks is one
 * statement, and reading one calls nothing.
 *
 * @param save whether something runs before or after a save
 * @param delete whether something runs before or after a delete
 * @param load whether something runs when a row was read
 * @param commit whether something runs when a write was committed
 */
record Hooks(boolean save, boolean delete, boolean validate, boolean load, boolean commit) {
    private static final ClassValue<Hooks> BY_CLASS =
            new ClassValue<>() {
                @Override
                protected Hooks computeValue(Class<?> model) {
                    return new Hooks(
                            overrides(model, "beforeSave")
                                    || overrides(model, "afterSave", boolean.class),
                            overrides(model, "beforeDelete") || overrides(model, "afterDelete"),
                            overrides(model, "validate", Problems.class),
                            overrides(model, "afterLoad"),
                            overrides(model, "afterCommit"));
                }
            };

    static Hooks of(Class<?> model) {
        return BY_CLASS.get(model);
    }

    private static boolean overrides(Class<?> model, String name, Class<?>... parameters) {
        for (Class<?> c = model; c != null && c != Model.class; c = c.getSuperclass()) {
            try {
                return !Modifier.isStatic(c.getDeclaredMethod(name, parameters).getModifiers());
            } catch (NoSuchMethodException e) {
                // perhaps further up
            }
        }
        return false;
    }
}
