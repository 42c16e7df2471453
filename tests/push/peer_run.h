#pragma once

#include "tests/push/fault_row.h"
#include "tests/push/peer.h"
#include "tests/push/spoiling_proxy.h"
#include "tests/sandbox/sandbox.h"

namespace wharf::rig {

/// What one tool made of one fault.
struct Cell {
    bool arrived = false; ///< it said so, and all of it was there
    bool lied = false;    ///< it said so, and it was not
    double sent = 0;      ///< bytes of uploads ÷ payload
    double seconds = 0;
    QString missing;
    QString said;         ///< its last line

    [[nodiscard]] QString text() const;
};

/// Pushes one image through one fault after another, with one tool after another, into a registry that is emptied each time.
class PeerRun {
public:
    /// `scale`: 1 is an image of 157 MB over the line, 80 MB of it one layer.
    PeerRun(double scale, int secondsPerCell);
    ~PeerRun();

    /// Blocks. An error sentence, or nothing.
    [[nodiscard]] QString start(const QList<Peer> &peers);
    [[nodiscard]] qint64 payload() const { return m_payload; }
    [[nodiscard]] Cell run(const FaultRow &row, const Peer &peer);

private:
    [[nodiscard]] QProcessEnvironment environment() const;
    [[nodiscard]] QString prepare(const Peer &peer, const QString &destination) const;
    void signIn() const;
    void emptyRegistry() const;

    double m_scale;
    int m_secondsPerCell;
    int m_cells = 0;
    qint64 m_payload = 0;
    QString m_layout;
    QString m_archive;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<SpoilingProxy> m_proxy;
};

} // namespace wharf::rig
