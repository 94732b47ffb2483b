/* The field to write in. Enter sends, but not the Enter that accepts what an input method suggests. */

const IN_COMPOSITION = 229;

export function composer(form, field, submit) {
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === IN_COMPOSITION) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) {
      field.focus();
      return;
    }
    field.value = "";
    grow();
    submit(text);
    field.focus();
  });
  return {
    fill(text) {
      field.value = text;
      grow();
      field.focus();
    },
    focus: () => field.focus({ preventScroll: true }),
  };
}
