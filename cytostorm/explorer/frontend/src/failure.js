/** One sentence where something could not be drawn; the cause goes to the console, for whoever mends it. */
export function failureSentence(text, error) {
  console.error(error);
  const sentence = document.createElement("p");
  sentence.className = "cytostorm-failure";
  sentence.setAttribute("role", "alert");
  sentence.textContent = text;
  return sentence;
}
