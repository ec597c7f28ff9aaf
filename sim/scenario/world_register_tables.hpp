// The tables of a world's folder that accompany its sites and trunks: dates, published figures,
// tariffs, points, and where figures are from.
#pragma once

#include <string>

#include "sim/scenario/checked_table.hpp"

namespace eastwest {

/// National totals of the model by date; fills draft.vintages.
void read_vintages(const std::string& file, TableContext context);
/// Published figures of the vintage, of every province; fills draft.general.published and, of
/// national observations, draft.general.official.
void read_published_figures(const std::string& file, TableContext context);
/// The declared ratio of FP16 to FP32 figures at the vintage.
void read_conversions(const std::string& file, TableContext context);
/// Prices by hour; every province named has every month once. Provinces are read before.
void read_tariffs(const std::string& file, TableContext context);
/// Direct-connection and exchange points, platforms, centres, in service at the vintage.
void read_points(const std::string& file, TableContext context);
/// The latest daily tokens published by the vintage.
void read_tokens(const std::string& file, TableContext context);
/// Checked, not kept: the shares of every mix add up to 1.
void check_accelerator_mix(const std::string& file, TableContext context);
/// Checked, not kept: every row has a mark of the list.
void check_figures(const std::string& file, TableContext context);

}  // namespace eastwest
