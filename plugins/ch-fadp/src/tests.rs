//! Native tests of rules on which a wrong yes would hang; the worked cases are in `cases/`.
