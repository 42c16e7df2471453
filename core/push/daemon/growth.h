#pragma once

#include <QList>

#include <chrono>

namespace wharf::push {

/// How fast something grows, over the last five seconds.
class Growth {
public:
    /// `at`: monotonic. `done`: bytes; may fall, when a layer is begun anew: then it is measured from there.
    void add(std::chrono::milliseconds at, qint64 done);
    /// 0 until there is something to measure.
    [[nodiscard]] double bytesPerSecond() const;

private:
    struct Sample {
        std::chrono::milliseconds at;
        qint64 done;
    };
    QList<Sample> m_samples;
};

} // namespace wharf::push
