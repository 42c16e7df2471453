#include "core/async/stop.h"

#include "moc_stop.cpp"
