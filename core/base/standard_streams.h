#pragma once

namespace wharf {

/// Called early in the programs of the terminal: a standard stream that the caller has closed is held by a closed end.
/// Otherwise the next file that is opened would take its number, and what is printed would end up in that file.
void keepStandardStreams();

} // namespace wharf
