// eastwest list: what exists, one line each.
#include <memory>
#include <string>

#include "tools/eastwest/catalogue_text.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"

namespace eastwest {
namespace {

int list(const std::string& topic, const CommandContext& context) {
  std::vector<CatalogueSection> sections;
  for (const std::string& one : list_topics()) {
    if (!topic.empty() && topic != one) continue;
    for (CatalogueSection& section : list_sections(one, context.catalogue)) {
      sections.push_back(std::move(section));
    }
  }
  context.terminal.print(to_text(sections));
  return kDone;
}

}  // namespace

void add_list_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(program, "list", "List what exists, with one sentence each.",
                                  "  eastwest list\n"
                                  "  eastwest list strategies");
  const auto topic = std::make_shared<std::string>();
  add_choice(*command, "TOPIC", *topic, list_topics(), "What to list; everything if not given.");
  command->callback(
      [topic, &context] { context.action = [topic, &context] { return list(*topic, context); }; });
}

}  // namespace eastwest
