// eastwest schema: the JSON Schema of scenario files, for editors.
#include "sim/scenario/scenario_reader.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"

namespace eastwest {

void add_schema_command(CLI::App& program, CommandContext& context) {
  CLI::App* command =
      add_command(program, "schema", "Print the JSON Schema of scenario files, for editors.",
                  "  eastwest schema > scenario.schema.json\n"
                  "  eastwest schema | jq '.properties | keys'");
  command->callback([&context] {
    context.action = [&context] {
      std::string text = json_schema(context.catalogue);
      if (!text.ends_with('\n')) text += '\n';
      context.terminal.print(text);
      return kDone;
    };
  });
}

}  // namespace eastwest
