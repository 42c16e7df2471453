#pragma once

#include <QByteArray>
#include <QProcess>

namespace wharf::gallery {

class Stage;

/// Starts squid at proxy.example.com:3128 with these rules; the last one has to say what happens to everybody else.
QProcess &startSquid(Stage &stage, const QByteArray &rules);

} // namespace wharf::gallery
