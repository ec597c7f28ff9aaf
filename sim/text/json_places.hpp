// Where the elements of a JSON document's lists stand, which the parser does not tell.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eastwest {

/// Of every list that stands at a key of the outermost object: the offsets at which its elements
/// begin. `json` has to be valid; a document that is no object gives nothing.
[[nodiscard]] std::map<std::string, std::vector<std::size_t>> list_places(std::string_view json);

}  // namespace eastwest
