#pragma once

#include <QWidget>

namespace wharf::ui {

class Label;

/// How long a push will take against how long its token lives.
struct PushEstimate {
    qint64 bytes = -1;         ///< that will go over the wire; -1 unknown
    double bytesPerSecond = 0; ///< of the line, as measured; 0 unknown
    int tokenSeconds = -1;     ///< a token's life; -1 where there is none

    /// What an engine's image comes to on the wire, by what gzip leaves of common images.
    [[nodiscard]] static qint64 packed(qint64 bytes);
    /// -1 unknown; at least 1.
    [[nodiscard]] qint64 seconds() const;
    /// How often the token is renewed on the way; 0 where one lasts.
    [[nodiscard]] int renewals() const;

    friend bool operator==(const PushEstimate &, const PushEstimate &) = default;
};

/// The estimate as a sentence, and where the token matters as two bars on one axis of time.
class PushEstimateView final : public QWidget {
    Q_OBJECT
public:
    explicit PushEstimateView(QWidget *parent = nullptr);

    void present(const PushEstimate &estimate);

private:
    class Bars;

    Label *m_sentence;
    Bars *m_bars;
};

} // namespace wharf::ui
