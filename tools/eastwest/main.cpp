// The entry of the program; everything else is a library that tests can link.
#include "tools/eastwest/program.hpp"

int main(int argc, char** argv) { return eastwest::run_program(argc, argv); }
