// Pages of docs/, or marked parts of them, that tests write and hold to what they compute.
#pragma once

#include <filesystem>
#include <string>

/// The page must be `text`; with EASTWEST_APPROVE=1 in the environment it is written first.
void check_page(const std::filesystem::path& page, const std::string& text);
/// The same for what stands between `<!-- NAME: …` and `<!-- NAME: end -->`.
void check_section(const std::filesystem::path& page, const std::string& name,
                   const std::string& text);
