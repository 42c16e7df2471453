#pragma once

#include <thread>

namespace wharf {

/// Reads fontconfig's files beside Qt's own start, which needs them last: half of what a first line of text costs is theirs.
/// Where fonts come from elsewhere there is nothing to read.
class FontsAhead final {
public:
    FontsAhead();
    ~FontsAhead() { wait(); }
    FontsAhead(const FontsAhead &) = delete;
    FontsAhead &operator=(const FontsAhead &) = delete;

    /// Call it before the first text: fontconfig lets whoever comes too early read everything a second time.
    void wait();

private:
    std::thread m_reader;
};

} // namespace wharf
